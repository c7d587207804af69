"""What a precision leaves of a model's scores: what was measured of the very model, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from modelpick.fit.kept import NOT_MEASURED, kept_at
from modelpick.fit.quants import QUANTS, find_quant
from modelpick.model.facts import Facts
from modelpick.model.fields import replace
from modelpick.model.weight_files import MeasuredPrecision, by_model
from tests.conftest import DATA_DAY
from tests.fit.given import dense, mixture

ON = ("--as-of", DATA_DAY)


def figure(value: float, precision: str = "q4_k_m", **more: Any) -> MeasuredPrecision:
    given: dict[str, Any] = {"test": "MMLU", "by": "Lab", "source": "page", "read": "2026-05-01", "full": 80.0}
    return MeasuredPrecision(model="a/dense", precision=precision, value=value, **{**given, **more})


def kept(*rows: MeasuredPrecision, quant: str = "q4_k_m", day: str = "2026-06-01", model=None):
    facts = replace(Facts({}, {}, {}, {}, {}), precision=by_model(rows))
    return kept_at(model or dense(), QUANTS[quant], facts, day)


def test_one_figure_is_said_with_its_test_and_evaluator() -> None:
    found = kept(figure(76))
    assert found.text == "at q4_k_m it keeps 95% of its score at bf16 on MMLU (Lab)"
    assert (found.share, found.low, found.high) == (0.95, 0.95, 0.95)
    assert [(f.test, f.value, f.full, f.source) for f in found.figures] == [("MMLU", 76, 80, "page")]


def test_several_are_said_by_their_median_and_range() -> None:
    rows = (figure(72), figure(79.2, test="GPQA"), figure(81.6, test="IFEval", by="Other"))
    assert kept(*rows).text == "at q4_k_m it keeps 99% of its scores at bf16 (90 to 102% on 3 tests, Lab and Other)"


@pytest.mark.parametrize("rows", [(), (figure(76, "q5_k_m"),), (replace(figure(76), model="a/other"),)])
def test_nothing_is_carried_over_from_elsewhere(rows: tuple[MeasuredPrecision, ...]) -> None:
    found = kept(*rows)
    assert (found.text, found.share, found.worth_saying) == (NOT_MEASURED, None, False)


def test_what_was_read_later_was_not_measured_yet() -> None:
    assert kept(figure(76), day="2026-04-30").text == NOT_MEASURED


def test_integers_of_four_bits_speak_for_one_another_under_their_own_name() -> None:
    found = kept(figure(79.2, "w4a16"), quant="awq")
    assert found.text == "at w4a16, 4 bits like awq, it keeps 99% of its score at bf16 on MMLU (Lab)"
    assert kept(figure(79.2, "w4a16"), quant="nvfp4").text == NOT_MEASURED


def test_the_published_precision_loses_nothing_and_only_four_bits_are_worth_a_line() -> None:
    released = kept(quant="mxfp4", model=mixture())
    assert released.text == "mxfp4 as released: nothing is lost to the precision"
    assert (released.as_released, released.worth_saying) == (True, True)
    whole = kept(quant="bf16")
    assert (whole.as_released, whole.worth_saying) == (True, False)


def test_every_row_of_the_catalog_is_of_a_known_precision_and_of_an_open_model(catalog) -> None:
    facts = catalog.facts
    rows = [row for rows in facts.precision.values() for row in rows]
    assert len(rows) >= 150
    assert not [row for row in rows if find_quant(row.precision) is None]
    assert not [row for row in rows if facts.models[row.model].weights != "open"]
    assert not [row for row in rows if not 0.3 < row.value / row.full < 1.2]
    assert not [row for row in rows if facts.sources[row.source].url is None]


def test_fit_says_what_was_measured_and_details_the_figures(run) -> None:
    asked = ("fit", "gemma-3-27b-it", "--hardware", "rtx-4090", "--quant", "q4_k_m", *ON)
    short = run(*asked)
    assert "at q4_k_m it keeps 100% of its score at bf16 on MMLU (Unsloth)" in short.out
    assert len(short.out.splitlines()) <= 20
    assert "MMLU: 71.23 instead of 71.5 at bf16, Unsloth" in run(*asked, "--details").out
    (row,) = json.loads(run(*asked, "--format", "json").out)["rows"]
    assert row["kept"]["figures"][0]["source"] == "unsloth-docs-dynamic-2-0"


def test_what_nobody_measured_is_said_in_the_details_alone(run) -> None:
    asked = ("fit", "qwen3.8-27b", "--hardware", "rtx-4090", *ON)
    assert NOT_MEASURED not in run(*asked).out
    assert f"q6_k: {NOT_MEASURED}" in run(*asked, "--details").out


def test_the_smallest_machines_are_shown_with_what_their_precisions_leave(run) -> None:
    out = run("fit", "gemma-3-27b-it", *ON).out
    assert "at q4_k_m it keeps 100% of its score at bf16 on MMLU (Unsloth)" in out
    assert len(out.splitlines()) <= 20


def test_recommend_says_it_of_the_first_and_cites_it(run) -> None:
    asked = ("recommend", "coding", "--hardware", "8x h200", "--engine", "vllm", "--quant", "awq", *ON, "--only")
    out = run(*asked, "glm-4.6,qwen3.8-27b,qwen3-32b", "--details").out
    assert "at w4a16, 4 bits like awq, it keeps 99% of its scores at fp8" in out
    assert f"awq: {NOT_MEASURED}" in out
    assert "hf-redhatai-glm-4-6-quantized-w4a16: Red Hat AI" in out
    short = run(*asked, "glm-4.6,qwen3-32b").out
    assert "Quality" in short
    assert len(short.splitlines()) <= 20


def test_a_recommendation_without_a_machine_does_not_speak_of_it(run) -> None:
    assert NOT_MEASURED not in run("recommend", "coding", "--self-host", "--details", *ON).out


OWN = """\
gguf:
  - {model: qwen/qwen3-32b, repository: acme/Qwen3-32B-GGUF, source: own}
precision:
  - {model: qwen/qwen3-32b, precision: q4_k_m, test: 40 tickets of ours, full: 71.5, value: 70.0, by: Acme,
     source: own, read: 2026-06-15}
"""


def test_files_and_figures_of_ones_own_are_said_alike(run, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN)
    words = ("fit", "qwen3-32b", "--hardware", "rtx-4090", "--quant", "q4_k_m", "--as-of", DATA_DAY)
    said = run(*words, "--catalog", str(tmp_path / "own.yaml")).out
    assert "1 GGUF repository, 1 precision figure" in said
    assert "at q4_k_m it keeps 98% of its score at bf16 on 40 tickets of ours (Acme)" in said
    assert "llama-server -hf acme/Qwen3-32B-GGUF:Q4_K_M" in said
