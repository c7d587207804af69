"""Where weights lie: one answer for the commands of `fit` and for `export`."""

from __future__ import annotations

import json
import re

import pytest

from modelpick.fit.commands import run_commands
from modelpick.fit.quants import find_quant
from modelpick.fit.repositories import Repositories, gguf_type, repositories_of
from modelpick.fit.usable import machine_of
from modelpick.model.facts import Facts, Offering
from modelpick.model.fields import replace
from modelpick.model.weight_files import GgufFiles
from tests.conftest import DATA_DAY
from tests.fit.given import dense, device, fit

NO_FACTS = Facts({}, {}, {}, {}, {})
SELLER = Offering(provider="somebody", id="Org/Dense", since="2026-01-01", source="page")
HUB = replace(SELLER, provider="huggingface", id="A-Lab/Dense-8B")
FILES = GgufFiles("a/dense", "Packer/Dense-GGUF", "page", "2026-05-01")
DAY = "2026-06-01"


def found(*offerings: Offering, day: str = DAY, **said: object) -> Repositories:
    return repositories_of(dense(offerings=offerings), replace(NO_FACTS, **said), day)


def test_what_the_catalog_names_comes_before_the_hub_and_both_before_spellings() -> None:
    assert found() == Repositories(None, False)
    assert found(SELLER) == Repositories("Org/Dense", False)
    assert found(SELLER, HUB) == Repositories("A-Lab/Dense-8B", True)
    assert found(SELLER, HUB, repositories={"a/dense": "A-Lab/Dense"}) == Repositories("A-Lab/Dense", True)


def test_files_that_were_read_later_are_not_known_before() -> None:
    files = {"a/dense": FILES}
    assert found(gguf=files).gguf == "Packer/Dense-GGUF"
    assert found(gguf=files, day="2026-04-30").gguf is None


def commands(places: Repositories, quant: str = "q4_k_m") -> dict[str, tuple[str, str]]:
    answer = fit(dense(), machine_of(device()), quant)
    return {each.engine: (each.command, each.note) for each in run_commands(dense(), answer, places)}


def test_a_gguf_repository_is_named_with_the_precision() -> None:
    said = commands(Repositories("A-Lab/Dense", True, "Packer/Dense-GGUF"))
    assert said["llama.cpp"][0].startswith("llama-server -hf Packer/Dense-GGUF:Q4_K_M -c 8192 ")
    assert "FROM hf.co/Packer/Dense-GGUF:Q4_K_M\\n" in said["ollama"][0]
    assert said["llama.cpp"][1] == "Packer/Dense-GGUF: its list of files says which precisions it has"


def test_without_one_a_file_is_to_be_filled_in() -> None:
    said = commands(Repositories("A-Lab/Dense", True))
    assert said["llama.cpp"] == ("llama-server -m GGUF-FILE-OF-dense-AT-Q4_K_M -c 8192 -ngl 99", "")
    assert "FROM ./GGUF-FILE-OF-dense-AT-Q4_K_M\\n" in said["ollama"][0]
    assert "REPOSITORY-OF-dense" in commands(Repositories(), "bf16")["vllm"][0]


def test_a_spelling_is_marked_and_what_is_listed_is_not() -> None:
    assert commands(Repositories("Org/Dense", False), "bf16")["vllm"][1].startswith("Org/Dense: as most who serve it")
    assert commands(Repositories("Org/Dense", True), "bf16")["vllm"][1] == ""


@pytest.mark.parametrize(
    ("quant", "called"), [("q4_k_m", "Q4_K_M"), ("int4 experts", "Q4_0"), ("ud-q2_k_xl", "UD-Q2_K_XL")]
)
def test_a_file_is_called_after_its_type(quant: str, called: str) -> None:
    known = find_quant(quant)
    assert known
    assert gguf_type(known) == called


def test_both_doors_name_the_same(run) -> None:
    """`export` and `fit` answer alike for each model that a machine runs first."""
    exported = run("export", "llama.cpp", "coding", "--hardware", "rtx-4090", "--as-of", DATA_DAY).out
    models = json.loads(run("export", "llama.cpp", "coding", "--hardware", "rtx-4090", "-f", "json").out)["models"]
    assert len(models) == 3
    known = 0
    for each in models:
        (row,) = json.loads(run("fit", each["model"], "--hardware", "rtx-4090", "-f", "json").out)["rows"]
        engines = {command["engine"]: command["command"] for command in row["run"]}
        named = engines["llama.cpp"].split()[2]
        if named.startswith("GGUF-FILE-OF-"):  # nobody's files are known: each door asks for one
            alias = each["model"].partition("/")[2]
            assert re.search(rf'--model "\$\{{GGUF:\?.*" --alias {re.escape(alias)} ', exported)
            continue
        known += 1
        assert f" -hf {named} --alias" in exported
        assert f"FROM hf.co/{named}\\n" in engines["ollama"]
    assert known


def test_the_short_page_says_to_look(run) -> None:
    out = run("fit", "qwen3.8-27b", "--hardware", "rtx-4090", "--as-of", DATA_DAY).out
    assert "llama-server -hf unsloth/Qwen3.8-27B-GGUF:Q6_K" in out
    assert "its list of files says which precisions it has" in " ".join(out.split())


def test_every_row_of_the_catalog_names_an_open_model(catalog) -> None:
    models = catalog.facts.models
    assert len(catalog.facts.gguf) >= 100
    assert not [id_ for id_ in catalog.facts.gguf if models[id_].weights != "open"]
