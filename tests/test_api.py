"""The door: Python and the command line answer alike, with the user's own files, from any thread."""

from __future__ import annotations

import ast
import datetime
import inspect
import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import modelpick
from modelpick import Request
from modelpick.cli.main import main
from modelpick.documents.base import Document, OwnFile, own_files_line
from modelpick.render.page import LAYOUTS
from tests.conftest import DATA_DAY, Result

ROOT = Path(__file__).resolve().parent.parent
OWN = """\
policy:
  deny:
    - {labs: [anthropic], because: our contracts}
scores:
  - {model: openai/gpt-5.5, benchmark: swe-bench-verified, value: 71.5, on: 2026-06-15}
"""
LINE = "With modelpick.yaml: policy, 1 score"
CODING = Request("coding", as_of=DATA_DAY)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a catalog file of one's own, to stand in."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "modelpick.yaml").write_text(OWN, "utf-8")
    (folder / "app.py").write_text('llm(model="gpt-5.5")\n', "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield folder


@pytest.fixture(scope="module")
def catalog(project: Path) -> modelpick.Catalog:
    return modelpick.load()


@pytest.fixture
def ask(project: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Runs the program in the project, as it is."""

    def ask(*words: str) -> Result:
        capsys.readouterr()
        code = main([*words, "--as-of", DATA_DAY])
        return Result(code, *capsys.readouterr())

    return ask


# The same answers


def test_both_doors_keep_the_policy(catalog: modelpick.Catalog, ask: Callable[..., Result]) -> None:
    answer = json.loads(ask("recommend", "coding", "--format", "json").out)
    first = catalog.recommend(CODING).verdict.first
    assert answer["verdict"]["first"] == first
    assert not str(first).startswith("anthropic/")
    without = modelpick.load(project=False).recommend(CODING).verdict.first
    assert str(without).startswith("anthropic/"), "the policy denies who would be first"


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (("recommend", "coding"), lambda c: c.recommend(CODING)),
        (("explain", "gpt-5.5", "--need", "coding"), lambda c: c.explain("gpt-5.5", CODING)),
        (("compare", "gpt-5.5", "gpt-5.4"), lambda c: c.compare(["gpt-5.5", "gpt-5.4"], as_of=DATA_DAY)),
        (("evidence", "gpt-5.5"), lambda c: c.evidence("gpt-5.5", as_of=DATA_DAY)),
        (("show", "gpt-5.5"), lambda c: c.show("gpt-5.5", as_of=DATA_DAY)),
        (("status", "gpt-5.5"), lambda c: c.status("gpt-5.5", as_of=DATA_DAY)),
        (("list", "gpt-5.5"), lambda c: c.list("gpt-5.5", as_of=DATA_DAY)),
        (
            ("cost", "gpt-5.5", "--requests", "2M"),
            lambda c: c.cost("gpt-5.5", usage={"requests": "2M"}, as_of=DATA_DAY),
        ),
        (("fit", "--hardware", "h100"), lambda c: c.fit(hardware="h100", as_of=DATA_DAY)),
        (("retirements",), lambda c: c.retirements(as_of=DATA_DAY)),
        (("audit", "app.py"), lambda c: c.audit("app.py", as_of=DATA_DAY)),
        (("catalog", "info"), lambda c: c.info(as_of=DATA_DAY, most=20)),
        (("catalog", "sources"), lambda c: c.sources(as_of=DATA_DAY, most=20)),
        (("catalog", "unmatched"), lambda c: c.unmatched(as_of=DATA_DAY, most=20)),
        (("rules", "list"), lambda c: c.rules()),
        (("rules", "show", "coding"), lambda c: c.rule("coding")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_an_answer_is_the_same_through_both_doors(
    catalog: modelpick.Catalog, ask: Callable[..., Result], words: tuple[str, ...], asked: Callable[[Any], Document]
) -> None:
    document = asked(catalog)
    assert document.to_json() == ask(*words, "--format", "json").out
    assert document.to_dict()["own_files"] == [
        {"path": "modelpick.yaml", "layer": "project", "brings": {"policy": 1, "scores": 1}}
    ]
    assert next(iter(document.to_dict())) == "schema_version"
    name = " ".join(words[:2]) if words[0] in ("catalog", "rules") else words[0]
    Draft202012Validator(modelpick.schema(name)).validate(document.to_dict())


# What a folder adds is said


def test_the_short_answer_names_the_file_and_stays_on_its_screen(ask: Callable[..., Result]) -> None:
    for words in (("recommend", "coding"), ("compare", "gpt-5.5", "gpt-5.4"), ("show", "gpt-5.5"), ("cost", "gpt-5.5")):
        lines = ask(*words, "--no-pager").out.splitlines()
        assert sum(LINE in line for line in lines) == 1, words
        assert LINE in "".join(lines[1:5]), words
        assert LINE not in lines[0], words
        assert len(lines) <= 20, words


def test_all_pages_name_the_file(ask: Callable[..., Result]) -> None:
    assert LINE in ask("recommend", "coding", "--details").out
    assert LINE in ask("show", "gpt-5.5", "--format", "markdown").out
    assert LINE in ask("recommend", "coding", "--format", "html").out
    assert LINE not in ask("recommend", "coding", "--no-project").out


def test_an_own_score_is_cited_by_its_line(catalog: modelpick.Catalog) -> None:
    report = catalog.evidence("gpt-5.5", "swe-bench-verified", as_of=DATA_DAY)
    (figure,) = (each for cell in report.measured for each in cell.cell.figures if each.by == "self")
    assert figure.source == "modelpick.yaml:5"
    assert "Your own score, modelpick.yaml:5" in [source.title for source in report.sources]


@pytest.mark.parametrize(
    ("files", "line"),
    [
        ([], ""),
        ([("a.yaml", {"scores": 3, "models": 1, "policy": 2})], "With a.yaml: 3 scores, 1 model, policy"),
        ([("a.yaml", {"aliases": 1}), ("b.yaml", {})], "With a.yaml: 1 alias"),
        ([("x" * 70 + "/a.yaml", {"scores": 3}), ("b.yaml", {"scores": 1})], "With a.yaml and b.yaml: 4 scores"),
        ([(f"{'x' * 40}{n}.yaml", {"scores": 1}) for n in range(3)], "With 3 files of your own: 3 scores"),
    ],
)
def test_the_line_on_own_files_fits_a_screen(files: list[tuple[str, dict[str, int]]], line: str) -> None:
    assert own_files_line(tuple(OwnFile(path, "project", brings) for path, brings in files), 76) == line


# Threads


def test_fifty_threads_share_one_catalog(project: Path) -> None:
    shared = modelpick.load()
    together = Barrier(50)

    def answer(number: int) -> str:
        together.wait(timeout=60)
        asked = shared.status("gpt-5.5", as_of=DATA_DAY) if number % 10 else shared.recommend(CODING)
        return asked.to_json()

    with ThreadPoolExecutor(50) as threads:
        found = list(threads.map(answer, range(50)))
    assert len({*found}) == 2


# What may be written


def test_a_request_takes_what_one_would_write() -> None:
    assert Request("coding") == Request(needs=["coding"]) == Request(needs={"coding": 1.0})
    assert Request(where="context >= 1M").where == ("context >= 1M",)
    assert Request(only=["a", "b"]).only == ("a", "b")
    assert Request(as_of=datetime.date(2026, 4, 1)).as_of == "2026-04-01"
    assert Request(as_of=datetime.datetime(2026, 4, 1, 12)).as_of == "2026-04-01"
    assert Request(usage={"requests": 200_000}).usage == {"requests": "200000"}


@pytest.mark.parametrize(
    ("field", "ask"),
    [
        ("needs", lambda c: Request(needs=5)),
        ("needs", lambda c: Request(needs={"coding": "much"})),
        ("needs", lambda c: c.recommend(Request(needs={"coding": -1}))),
        ("only", lambda c: Request(only=[1])),
        ("where", lambda c: c.recommend(Request("coding", where="context"))),
        ("as_of", lambda c: Request(as_of=20260401)),
        ("as_of", lambda c: c.recommend(Request("coding", as_of="tomorrow"))),
        ("as_of", lambda c: c.show("gpt-5.5", as_of="2999-01-01")),
        ("top", lambda c: c.recommend(Request("coding", top=0))),
        ("concurrency", lambda c: c.recommend(Request("coding", hardware="h100", concurrency=0))),
        ("context", lambda c: c.recommend(Request("coding", hardware="h100", context="long"))),
        ("evidence", lambda c: c.recommend(Request("coding", evidence="some"))),  # type: ignore[arg-type]
        ("risk", lambda c: c.recommend(Request("coding", risk="none"))),  # type: ignore[arg-type]
        ("constraints", lambda c: Request(constraints="self-host")),  # type: ignore[arg-type]
        ("max-price-in", lambda c: c.recommend(Request("coding", constraints={"max-price-in": -1}))),
        ("or_hosted", lambda c: c.recommend(Request("coding", or_hosted=True))),
        ("workload", lambda c: c.cost("gpt-5.5", workload="chatt")),
        ("requests", lambda c: c.cost("gpt-5.5", usage={"requests": 0})),
        ("scenarios", lambda c: c.cost("gpt-5.5", scenarios="prices")),
        ("hosting", lambda c: c.cost("gpt-oss-120b", hosting={"machine": "h100"})),
        ("usd_per_hour", lambda c: c.cost("gpt-oss-120b", hosting={"hardware": "h100", "usd_per_hour": -1})),
        ("vram", lambda c: c.fit(vram="much")),
        ("quant", lambda c: c.fit("gpt-oss-120b", quant="q17")),
        ("min_speed", lambda c: c.fit("gpt-oss-120b", min_speed=0)),
        ("within", lambda c: c.retirements(within="soon")),
        ("within", lambda c: c.audit(".", within="soon")),
        ("fail_on", lambda c: c.audit("app.py", fail_on="all")),
        ("kind", lambda c: c.show("gpt-5.5", kind="modle")),
        ("since", lambda c: c.diff(since="yesterday")),
        ("timeout", lambda c: c.status_live("gpt-5.5", timeout=0)),
        ("providers", lambda c: c.status_live("gpt-5.5", providers="snowflake")),
        ("scores", lambda c: modelpick.update("litellm", scores=True)),
        ("read_from", lambda c: modelpick.update(read_from="https://example.com/x.json")),
        ("command", lambda c: modelpick.schema("recomend")),
    ],
)  # fmt: skip
def test_an_error_names_the_field_and_no_option(
    catalog: modelpick.Catalog, field: str, ask: Callable[[Any], Any]
) -> None:
    with pytest.raises(modelpick.ModelpickError) as caught:
        ask(catalog)
    assert caught.value.field == field
    assert str(caught.value).startswith(field)
    assert not re.search(r"\{[a-z_-]+\}", str(caught.value))
    assert not re.search(r"(?<!modelpick )--[a-z]", str(caught.value)), "an option of the command line"


def test_each_face_names_a_field_in_its_own_way(ask: Callable[..., Result]) -> None:
    with pytest.raises(modelpick.ModelpickError) as caught:
        Request(needs="coding", as_of=5)  # type: ignore[arg-type]
    assert str(caught.value).startswith("as_of: is 5")
    assert main(["show", "gpt-5.5", "--as-of", "soon"]) == 2


def test_braces_of_the_user_stay_as_they_are(catalog: modelpick.Catalog) -> None:
    with pytest.raises(modelpick.ModelpickError, match=r"unknown model '\{foo\}'"):
        catalog.show("{foo}", kind="model")


# What is exported


def test_the_names_of_the_package_are_those_that_type_checkers_see() -> None:
    tree = ast.parse((ROOT / "modelpick" / "__init__.py").read_text("utf-8"))
    seen = {
        (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("modelpick")
        for alias in node.names
    }
    assert seen == {(home, name) for name, home in modelpick._MODULES_OF_EXPORTS.items()}
    assert all(getattr(modelpick, name) is not None for name in modelpick.__all__)


def test_every_document_is_exported() -> None:
    documents = {name for name in LAYOUTS if issubclass(getattr(modelpick, name), Document)}
    assert documents == set(LAYOUTS)


def test_every_public_method_says_what_it_does() -> None:
    public = {name: each for name, each in vars(modelpick.Catalog).items() if not name.startswith("_")}
    silent = [name for name, each in public.items() if inspect.isfunction(each) and not each.__doc__]
    assert silent == []


# The documentation


def test_the_examples_of_the_documentation_run(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "our-models.yaml").write_text("aliases:\n- {alias: ours, model: openai/gpt-5.5}\n", "utf-8")
    page = (ROOT / "docs" / "python.md").read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 5
    for block in blocks:
        exec(compile(block, "docs/python.md", "exec"), {})
