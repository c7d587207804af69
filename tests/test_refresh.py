"""A refresh of the bundled data: what enters, what is only reported, and what is never touched."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from modelpick.catalog.load import BUNDLED_FILES, load_facts
from modelpick.market.records import ScoreRecord
from modelpick.model.fields import replace
from modelpick.sources.adapter import Parsed, Skip
from modelpick.sources.arena import ARENA
from modelpick.sources.deepswe import DEEPSWE
from modelpick.sources.hugging_face import HUGGING_FACE
from modelpick.sources.vectara import VECTARA
from tests.sources.serving import Call, serving
from tools import refresh
from tools.catalog_text import parsed
from tools.refresh_report import report
from tools.refresh_rows import CITED, Conflict, LeftOut, Sieve, Sifted, Unmatched, license_of

ROOT = Path(__file__).parent.parent
DAY = "2026-11-26"
RAN = "2026-09-03"
MODELS = """\
# by hand
models:
- id: example/alpha
  name:   "Alpha"
  released: 2026-01-10
  weights: closed
  modalities: {in: [text], out: [text], source: a-page}
  offerings:
    - {provider: example-cloud, id: alpha-20260110, since: 2026-01-10, is: ga, source: a-page}
  measurements:
    - {benchmark: deepswe-1.1,   value: 40.04, by: "independent", evaluator: datacurve, source: a-page, on: 2026-06-01}
    - {benchmark: deepswe-1.1, variant: max, value: 70, by: independent, evaluator: datacurve, source: a-page, on: 2026-06}
    - {benchmark: lmarena-text-2026-10-08, value: 1400, by: independent, source: a-page, on: 2026-10-08}

- id: example/delta-5.4
  name: Delta 5.4
  released: 2026-02-01
  weights: closed

- id: example/gamma
  name: Gamma
  released: 2026-10-20
  weights: closed
"""  # noqa: E501  # a row of the catalog is one line
OTHERS = {
    "sources.yaml": "sources:\n- {id: a-page, title: A page, publisher: Somebody, kind: board, url: https://example.org}\n",
    "providers.yaml": "providers:\n- {id: example, name: Example Lab}\n- {id: example-cloud, name: Example Cloud}\n",
    "aliases.yaml": "aliases:\n- {alias: alpha, model: example/alpha, used_by: boards}\n",
    "skills.yaml": "skills: []\n",
    "hardware.yaml": "hardware: []\n",
    "rentals.yaml": "rentals: []\n",
    "workloads.yaml": "workloads: []\n",
    "glossary.yaml": "glossary: []\n",
    "ended-ids.yaml": "ended: []\n",
    "weights.yaml": "gguf: []\n",
}
LINE = re.compile(r"    - \{.*source: deepswe-.*\}")


def benchmark_lines(id_: str) -> str:
    """The definition of a benchmark as it ships."""
    text = (ROOT / "data" / "benchmarks.yaml").read_text("utf-8")
    found = re.search(rf"^  - id: {re.escape(id_)}\n(?:    .*\n)+", text, re.MULTILINE)
    assert found
    return found[0]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder like data/, with three models and two benchmarks."""
    folder = tmp_path / "data"
    folder.mkdir()
    tests = "".join(map(benchmark_lines, ("deepswe-1.1", "lmarena-text-2026-10-08")))
    files = {**OTHERS, "models.yaml": MODELS, "benchmarks.yaml": f"benchmarks:\n{tests}"}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def board(*rows: tuple[str, str | None, float]) -> dict[str, Any]:
    """DeepSWE's document with so many configurations: model, effort, share of tasks solved."""
    said = [
        {
            "model": model,
            "reasoning_effort": effort,
            "pass_at_1": share,
            "harness": "mini-swe-agent",
            "n_attempted": 452,
            "n_tasks_attempted": 113,
            "ci_half": 0.0196,
        }
        for model, effort, share in rows
    ]
    return {"n_tasks_in_set": 113, "latest_job": {"finished_at": f"{RAN}T22:24:37+00:00"}, "rows": said}


Refresh = Callable[..., tuple[int, str]]


@pytest.fixture
def run(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Refresh:
    """Runs the tool on a document of a source; its exit code, and the report with what was told beside it."""

    def _run(document: Any, *more: str, source: str = "deepswe", day: str = DAY) -> tuple[int, str]:
        file = tmp_path / "document.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        code = refresh.main(
            ["--data", str(data), "--day", day, "--source", source, "--from", str(file), *more],
        )
        said = capsys.readouterr()
        return code, said.out + said.err

    return _run


def entered(data: Path) -> list[dict[str, Any]]:
    """The rows of a refresh among the models' lists."""
    return [parsed(line) for line in (data / "models.yaml").read_text("utf-8").splitlines() if LINE.fullmatch(line)]


def test_a_new_figure_enters_in_its_place_with_its_source(data: Path, run: Refresh) -> None:
    code, said = run(board(("alpha", "high", 0.5512)))
    assert code == 0, said
    assert entered(data) == [
        {
            "benchmark": "deepswe-1.1",
            "variant": "high",
            "value": 55.12,
            "by": "independent",
            "evaluator": "datacurve",
            "source": f"deepswe-{DAY}",
            "on": RAN,
            "tools": "with",
            "harness": "mini-swe-agent",
            "stderr": 1.0,
        }
    ]
    lines = (data / "models.yaml").read_text("utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if LINE.fullmatch(line))
    assert "value: 40.04" in lines[place - 1]
    assert "variant: max" in lines[place + 1]
    sources = (data / "sources.yaml").read_text("utf-8").splitlines()
    assert parsed(sources[-1]) == {
        "id": f"deepswe-{DAY}",
        "title": "DeepSWE leaderboard",
        "publisher": "Datacurve",
        "kind": "board",
        "url": "https://deepswe.datacurve.ai/",
        "date": DAY,
        "license": CITED,
        "read": DAY,
    }
    assert "example/alpha: deepswe-1.1 (high) 55.12" in said


def test_no_line_that_was_there_is_changed(data: Path, run: Refresh) -> None:
    before = contents(data)
    run(board(("alpha", "high", 0.5512), ("example/delta-5.4", None, 0.25)))
    after = contents(data)
    assert {name for name in before if before[name] != after[name]} == {"models.yaml", "sources.yaml"}
    for name, content in before.items():
        left = [line for line in after[name].splitlines() if b"deepswe-2026" not in line]
        assert [line for line in left if line != b"  measurements:"] == [
            line for line in content.splitlines() if line != b"  measurements:"
        ]
    assert contents(data).keys() == before.keys()  # nothing is left beside them


def test_a_second_run_changes_nothing(data: Path, run: Refresh) -> None:
    document = board(("alpha", "high", 0.5512), ("alpha", "max", 0.75), ("gamma", None, 0.4), ("delta-5.4", None, 0.25))
    run(document)
    once = contents(data)
    assert len(entered(data)) == 2
    for day in (DAY, "2026-12-03"):
        code, said = run(document, day=day)
        assert code == 0
        assert "0 new rows" in said
    assert contents(data) == once


def test_a_figure_within_a_tenth_of_a_held_one_is_that_one(data: Path, run: Refresh) -> None:
    before = contents(data)
    _, said = run(board(("alpha", None, 0.4013)))
    assert "| deepswe | 0 | 1 | 0 | 0 |" in said
    assert contents(data) == before


def test_a_conflict_is_reported_and_not_written(data: Path, run: Refresh) -> None:
    before = contents(data)
    code, said = run(board(("alpha", "max", 0.75)))
    assert code == 0
    assert "## Conflicts: a source now says something else (1)" in said
    assert "`example/alpha: deepswe-1.1 (max)`: held `70 of 2026-06 (a-page)`, deepswe says `75 of 2026-09-03`" in said
    assert contents(data) == before


def test_another_scaffold_is_another_measurement(data: Path, run: Refresh) -> None:
    text = MODELS.replace("variant: max, value: 70,", "variant: max, value: 70, harness: Codex; 113 tasks,")
    text = text.replace("harness: Codex; 113 tasks", 'harness: "Codex; 113 tasks"')
    (data / "models.yaml").write_text(text, encoding="utf-8")
    run(board(("alpha", "max", 0.75)))
    assert [row["value"] for row in entered(data)] == [75]


def test_an_unmatched_id_is_reported_with_models_written_alike(data: Path, run: Refresh) -> None:
    before = contents(data)
    code, said = run(board(("alpha-turbo", "high", 0.5), ("delta-54", None, 0.25)))
    assert code == 0
    assert "## Ids that no model is known for (2)" in said
    assert "`alpha-turbo` (1 row): `example/alpha`" in said
    # A rule that put the point of a version in is good enough for one's own screen, and not for everybody's catalog.
    assert "`delta-54` (1 row; `perhaps example/delta-5.4: 54 read as 5.4`)" in said
    assert contents(data) == before


def test_what_raises_a_doubt_is_left_out_and_the_rest_enters(data: Path, run: Refresh) -> None:
    code, said = run(board(("gamma", None, 0.4), ("alpha", "high", 0.5512)))
    assert code == 0
    assert [(row["variant"], row["value"]) for row in entered(data)] == [("high", 55.12)]
    assert "## Left out, and why (1)" in said
    assert "`the figure is of 2026-09-03, older than example/gamma of 2026-10-20: deepswe-1.1 40`" in said
    assert "| deepswe | 1 |" in said


def test_two_ids_of_one_model_do_not_enter_twice(data: Path, run: Refresh) -> None:
    _, said = run(board(("example/alpha:free", "high", 0.43), ("alpha", "high", 0.31)))
    assert [row["value"] for row in entered(data)] == [31]
    assert "`alpha is the same model, and has 31 there`" in said


def test_a_dry_run_writes_the_report_alone(data: Path, run: Refresh, tmp_path: Path) -> None:
    before = contents(data)
    code, _ = run(board(("alpha", "high", 0.5512)), "--dry-run", "--report", str(tmp_path / "report.md"))
    assert code == 0
    assert contents(data) == before
    assert "1 new row of 1 model;" in (tmp_path / "report.md").read_text("utf-8")


def arena_board(day: str, **scores: float) -> dict[str, Any]:
    """A daily copy of Arena's text board."""
    rows = [
        {"rank": 1, "model": model, "votes": 9000, "score": score, "ci_low": 5, "ci_high": 5, "preliminary": False}
        for model, score in scores.items()
    ]
    page = "https://arena.ai/leaderboard/text"
    return {"meta": {"leaderboard": "text", "source_url": page, "last_updated": day}, "models": rows}


def test_two_days_of_a_scale_of_one_pool_are_never_mixed(data: Path, run: Refresh) -> None:
    before = contents(data)
    _, said = run(arena_board("Nov 2, 2026", gamma=1480), source="arena")
    assert "`lmarena-text-2026-11-02, another edition` (1 figure)" in said
    assert contents(data) == before
    _, said = run(arena_board("Oct 8, 2026", gamma=1480), source="arena")
    assert "example/gamma: lmarena-text-2026-10-08 1480" in said
    benchmarks = (
        (data / "benchmarks.yaml").read_text("utf-8").replace("lmarena-text-2026-10-08", "lmarena-text-2026-10")
    )
    (data / "benchmarks.yaml").write_text(benchmarks, encoding="utf-8")
    models = MODELS.replace("lmarena-text-2026-10-08", "lmarena-text-2026-10")
    (data / "models.yaml").write_text(models, encoding="utf-8")
    _, said = run(arena_board("Oct 9, 2026", gamma=1480), source="arena")
    assert "`lmarena-text-2026-10, pool of 2026-10-09` (1 figure)" in said
    assert (data / "models.yaml").read_text("utf-8") == models


def ends(*rows: dict[str, Any]) -> dict[str, Any]:
    page = [{"url": "https://example.org/deprecations"}]
    return {"models": [{"status": "retired", "sources": page, "last_verified": "2026-11-20", **row} for row in rows]}


GONE = {"provider": "example", "model": "alpha", "deprecated_on": "2026-09-01", "shutdown_on": "2027-01-05"}


def test_an_announced_end_enters_as_an_event_of_the_model(data: Path, run: Refresh) -> None:
    snapshot = {**GONE, "provider": "example-cloud", "model": "alpha-20260110"}
    code, said = run(ends(GONE, snapshot), source="modeldeprecations")
    assert code == 0, said
    facts = load_facts([[data / name for name in BUNDLED_FILES]], DAY)
    events = [(e.on, e.stage, e.provider, e.announced) for e in facts.models["example/alpha"].status]
    assert events == [
        ("2026-09-01", "deprecated", None, "2026-09-01"),
        ("2026-09-01", "deprecated", "example-cloud", "2026-09-01"),
        ("2027-01-05", "retired", None, "2026-09-01"),
        ("2027-01-05", "retired", "example-cloud", "2026-09-01"),
    ]
    source = facts.sources[facts.models["example/alpha"].status[0].source]
    assert (source.url, source.via) == ("https://example.org/deprecations", "https://modeldeprecations.dev")
    once = contents(data)
    _, said = run(ends({**GONE, "shutdown_on": "2027-03-01"}), source="modeldeprecations")
    assert "held `2027-01-05`, modeldeprecations says `2027-03-01" in said
    assert contents(data) == once


def test_the_end_of_a_snapshot_is_not_the_end_of_its_model(data: Path, run: Refresh) -> None:
    before = contents(data)
    _, said = run(ends({**GONE, "model": "alpha-2026-01-10"}), source="modeldeprecations")
    assert "the end of a dated or other form of the id, perhaps not of the model (2027-01-05)" in said
    assert contents(data) == before


def sifted(data: Path, upstream: Any, *records: ScoreRecord) -> Sieve:
    sieve = Sieve(load_facts([[data / name for name in BUNDLED_FILES]], DAY), DAY)
    sieve.take(upstream, Parsed(list(records)))
    return sieve


def test_no_figure_of_artificial_analysis_enters(data: Path, run: Refresh) -> None:
    shared: dict[str, Any] = {"model": "alpha", "benchmark": "deepswe-1.1", "on": RAN}
    theirs = [
        ScoreRecord(**shared, value=11, by="independent", evaluator="Artificial Analysis"),
        ScoreRecord(**shared, value=12, by="vendor", url="https://artificialanalysis.ai/models/alpha"),
    ]
    assert not sifted(data, HUGGING_FACE, *theirs).sifted.rows
    code, said = run({"data": []}, source="artificial-analysis")
    assert code == 2
    assert "its terms do not allow" in said


def test_a_makers_figure_that_a_board_lists_cites_the_makers_page(data: Path) -> None:
    url = "https://huggingface.co/example/alpha"
    record = ScoreRecord("alpha", "deepswe-1.1", 61.5, None, "vendor", url=url)
    unanswered = replace(record, by="press", variant="low")
    (new,) = sifted(data, HUGGING_FACE, record, unanswered).sifted.rows
    assert new.row["on"] == DAY
    said = {key: new.source[key] for key in ("kind", "url", "via", "license")}
    assert said == {"kind": "vendor", "url": url, "via": HUGGING_FACE.home, "license": CITED}


def test_a_license_that_allows_it_is_named_and_another_is_not() -> None:
    assert license_of(DEEPSWE) == CITED
    assert license_of(VECTARA) == "Apache-2.0"
    assert license_of(ARENA).startswith("CC BY 4.0 (attribution: ")


def test_of_many_sources_one_that_is_down_is_named_and_the_others_enter(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.dumps(board(("alpha", "high", 0.5512))).encode()

    def answer(call: Call) -> None:
        call.say(document) if call.path == "/board" else call.say(b"gone", 404)

    with serving(answer) as site:
        homes = {DEEPSWE: "board", VECTARA: "missing"}
        known = [dataclasses.replace(each, urls=(f"{site.url}/{home}",)) for each, home in homes.items()]
        monkeypatch.setattr(refresh, "ADAPTERS", {each.id: each for each in known})
        code = refresh.main(["--data", str(data), "--day", DAY])
        said = capsys.readouterr()
        assert (code, len(entered(data))) == (0, 1)
        assert "Vectara hallucination leaderboard could not be read" in said.err
        assert "**vectara could not be read:**" in said.out
        once = contents(data)
        asked = ["--source", "vectara", "--from", f"{site.url}/missing"]
        assert refresh.main(["--data", str(data), "--day", DAY, *asked]) == 3
        assert contents(data) == once


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--day", "2026-11"], "'2026-11' is no day"),
        (["--source", "every-eval-ever"], "no one page that could be cited"),
        (["--from", "x.json"], "Name it with --source"),
        (["--source", "deepswe", "--from", "x.json"], "does not exist"),
        (["--source", "deepswee"], "unknown source"),
        (["--data", "nowhere"], "is not there"),
    ],
)
def test_what_cannot_be_asked_is_said(
    data: Path, asked: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refresh.main(["--data", str(data), *asked]) == 2
    assert said in capsys.readouterr().err


def test_files_that_are_not_valid_are_left_alone(data: Path, run: Refresh) -> None:
    broken = MODELS.replace("source: a-page, on: 2026-10-08", "source: nobody, on: 2026-10-08")
    (data / "models.yaml").write_text(broken, encoding="utf-8")
    code, said = run(board(("alpha", "high", 0.5512)))
    assert code == 2
    assert "source 'nobody' is not in the catalog" in said
    assert (data / "models.yaml").read_text("utf-8") == broken


def test_lines_that_would_be_moved_stop_the_run(data: Path, run: Refresh) -> None:
    head, alpha, delta, gamma = re.split(r"(?=^- id: )", MODELS, flags=re.MULTILINE)
    (data / "models.yaml").write_text(f"{head}{delta}{alpha}{gamma}", encoding="utf-8")  # not in the order of the file
    before = contents(data)
    code, said = run(board(("alpha", "high", 0.5512)))
    assert code == 2
    assert "has lines that adding rows would move or change" in said
    assert contents(data) == before


def test_the_report_holds_no_markup_of_others_and_fits_a_pull_request(data: Path, run: Refresh) -> None:
    names = [(f"@everybody/[x](http://example.org/{'y' * 120}{n})", None, 0.1) for n in range(3000)]
    _, said = run(board(*names))
    assert len(said) < 65_536
    outside = re.sub(r"`[^`\n]*`", "", said)
    assert "@everybody" not in outside
    assert "](http" not in outside
    assert "more: run `python -m tools.refresh --dry-run --most 0`" in said


def test_no_text_of_others_ends_its_code_span(data: Path) -> None:
    hostile = "a` @everybody\n# [x](http://example.org) <b>`"
    told = Sifted(
        conflicts=[Conflict("deepswe", hostile, hostile, hostile, hostile)],
        left_out=[LeftOut("deepswe", hostile, hostile)],
        unmatched={("deepswe", hostile): Unmatched("deepswe", hostile, hostile, 1)},
        benchmarks=Counter({("deepswe", hostile): 1}),
        skipped={"deepswe": [Skip(hostile, hostile)]},
    )
    facts = load_facts([[data / name for name in BUNDLED_FILES]], DAY)
    text = report(told, [], facts, [DEEPSWE], {"vectara": hostile}, DAY)
    assert "@everybody" in text
    outside = re.sub(r"`[^`\n]*`", "", text)
    assert not [sign for sign in ("@everybody", "](http", "<b>", "`", "\n# [") if sign in outside]


def test_the_shipped_data_take_a_new_row(tmp_path: Path) -> None:
    folder, document = tmp_path / "data", tmp_path / "document.json"
    folder.mkdir()
    for name in BUNDLED_FILES:
        shutil.copy(ROOT / "data" / name, folder)
    document.write_text(json.dumps(board(("openai/gpt-5.5", "minimal", 0.0123))), encoding="utf-8")
    before = contents(folder)
    assert refresh.main(["--data", str(folder), "--source", "deepswe", "--from", str(document), "--day", DAY]) == 0
    for name, content in contents(folder).items():
        lines, known = Counter(content.splitlines()), Counter(before[name].splitlines())
        assert known <= lines
        added = [*(lines - known).elements()]
        assert len(added) == (name in ("models.yaml", "sources.yaml")), (name, added)
        rest = iter(content.splitlines(keepends=True))
        assert all(line in rest for line in before[name].splitlines(keepends=True))
