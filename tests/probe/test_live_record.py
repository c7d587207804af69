"""What was learned is added to the project's own file, whole or not at all; and how a live answer looks."""

from __future__ import annotations

import csv
import difflib
import io
import json
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from modelpick.catalog.reader import parse_yaml
from modelpick.documents.live_reports import LiveLine, LiveReport, LiveService, ProbeLine
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import replace
from modelpick.probe import trial
from modelpick.render.dispatch import rendered
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.live_record import events, service_rows, with_status_event
from tests.render import documents
from tests.sources.serving import Call, Site, serving

ROOT = Path(__file__).resolve().parents[2]
KEY = "sk-very-secret-0123456789"
EVENT = {"on": "2026-11-25", "surface": "api", "is": "ga", "source": "own", "provider": "openai", "note": "a: b # c"}
Run = Callable[..., Any]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Site]:
    """A server that lists GPT-5.4 alone, asked as OpenAI's from an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)

    def says(call: Call) -> None:
        call.say(json.dumps({"data": [{"id": "gpt-5.4", "shutdown_date": "2999-01-31"}]}).encode())

    with serving(says) as found:
        yield found


def ask(run: Run, site: Site, *models: str) -> Any:
    return run("status", *models, "--live", "--base-url", f"openai={site.url}", "--record")


def test_what_was_learned_is_added_once_and_read_from_then_on(run: Run, site: Site, tmp_path: Path) -> None:
    file = tmp_path / "modelpick.yaml"
    result = ask(run, site, "gpt-5.4", "opus 4.6")
    assert result.code == 1
    assert "modelpick.yaml: added openai/gpt-5.4: {on: " in result.err
    first = file.read_text()
    assert first.count("source: own") == 3  # deprecated now, retired on a day ahead, and not listed
    assert KEY not in first + result.out + result.err
    assert [path.name for path in tmp_path.iterdir()] == ["modelpick.yaml"]
    assert "nothing to add" in ask(run, site, "gpt-5.4", "opus 4.6").err
    assert file.read_text() == first
    history = json.loads(run("status", "gpt-5.4", "--format", "json").out)["history"]
    assert [each["on"] for each in history if each["source"] == "own"][-1] == "2999-01-31"


def test_a_file_with_a_fault_stays_as_it_is(run: Run, site: Site, tmp_path: Path) -> None:
    file = tmp_path / "modelpick.yaml"
    file.write_text("models:\n  - id: openai/gpt-5.4\n    contxt: 3\n")
    assert ask(run, site, "gpt-5.4").code == 2
    assert file.read_text() == "models:\n  - id: openai/gpt-5.4\n    contxt: 3\n"


@pytest.mark.parametrize(
    "text",
    [
        "# mine\n",
        "# mine\nscores:\n  - {model: a/b, value: 1}\n",
        "models:\n  - id: openai/gpt-5.4\n    name: X  # kept\n  - id: other/one\nscores: []\n",
        "models:\n- id: a/b\n- id: openai/gpt-5.4\n  status:\n  - {on: 2026-01-01,\n     is: ga}\n  name: X\n",
        "models:\n  - id: other/one\n    status:\n      - on: 2026-01-01\n        is: ga\n\n# end\nscores: []\n",
    ],
)
def test_an_event_is_added_and_all_else_stays(text: str) -> None:
    after = with_status_event(text, "openai/gpt-5.4", EVENT, "f.yaml")
    assert after is not None
    changes = [line[:2] for line in difflib.ndiff(text.splitlines(), after.splitlines())]
    assert "- " not in changes
    data: Any = parse_yaml(after, "f.yaml").data
    row = next(row for row in data["models"] if row["id"] == "openai/gpt-5.4")
    assert row["status"][-1] == EVENT
    assert with_status_event(after, "openai/gpt-5.4", EVENT, "f.yaml") is None


def test_a_file_that_cannot_be_added_to_is_refused_with_what_to_add() -> None:
    for text in ("models: []\n", "models: [{id: openai/gpt-5.4}]\n", "models:\n  - {id: openai/gpt-5.4, status: []}\n"):
        with pytest.raises(ModelpickError, match="by hand"):
            with_status_event(text, "openai/gpt-5.4", EVENT, "f.yaml")


def test_only_an_answer_about_the_model_is_an_event() -> None:
    line = LiveLine("a/b", "B", "openai", "OpenAI", "listed", "listed", "h", "2026-11-25", catalog_stage="ga")
    stages = {
        "listed": ["ga"], "listed_deprecated": ["deprecated"], "not_listed": ["none"], "gone": ["retired"],
        "no_key": [], "key_refused": [], "billing": [], "throttled": [], "loading": [], "trouble": [],
        "incident": [], "unreachable": [], "not_an_api": [], "incomplete": [],
    }  # fmt: skip
    for outcome, expected in stages.items():
        assert [each["is"] for each in events(replace(line, outcome=outcome))] == expected  # type: ignore[arg-type]
    assert events(replace(line, catalog_stage="waitlist"))[0]["is"] == "public_preview"


def long_answers(call: Call) -> None:
    """Lists GPT-5.4, and streams sixty pieces."""
    if call.command != "POST":
        call.say(json.dumps({"data": [{"id": "gpt-5.4"}]}).encode())
        return
    call.seen.append(("body", json.loads(call.body)))
    call.head(200, {"Content-Type": "text/event-stream", "Connection": "close"})
    for _ in range(60):
        call.wfile.write(b'data: {"choices": [{"delta": {"content": "one "}}]}\n\n')
        call.wfile.flush()


def test_a_probe_that_is_recorded_says_how_fast_it_is(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    ticks, now = count(), time.monotonic()
    monkeypatch.setattr(trial, "time", SimpleNamespace(monotonic=lambda: now + next(ticks) / 100))
    with serving(long_answers) as site:
        words = ("status", "gpt-5.4", "--live", "--base-url", f"openai={site.url}", "--probe", "--yes", "--record")
        assert run(*words).code == 0
        (body,) = [what for path, what in site.seen if path == "body"]
    assert 16 < max(body.get("max_tokens", 0), body.get("max_completion_tokens", 0)) <= 256
    (row,) = parse_yaml((tmp_path / "modelpick.yaml").read_text(), "f").data["service"]
    assert (row["model"], row["provider"], row["id"], row["source"]) == ("openai/gpt-5.4", "openai", "gpt-5.4", "own")
    assert row["first_token_s"] > 0
    assert row["tokens_per_s"] == pytest.approx(100 / 3, abs=1)  # the clock is looked at three times a piece
    assert "60 pieces" in row["note"]


SERVED = LiveService(99.2, 0.8, 64.0)
ROUTED = LiveLine(
    "openai/gpt-5.4", "GPT-5.4", "openrouter", "OpenRouter", "listed", "listed", "openrouter.ai", "2026-11-25",
    id="openai/gpt-5.4", service=SERVED,
)  # fmt: skip


def live_report(*lines: LiveLine, probes: tuple[ProbeLine, ...] = ()) -> LiveReport:
    return LiveReport("1.0", "2026-11-25", "listed", "", lines, (), probes, (), ())


def test_what_a_server_says_of_its_service_is_recorded_by_offering(catalog: OpenCatalog) -> None:
    facts = catalog.facts
    (row,) = service_rows(live_report(ROUTED), facts)
    assert {name: row[name] for name in ("uptime", "first_token_s", "tokens_per_s", "on")} == {
        "uptime": 99.2, "first_token_s": 0.8, "tokens_per_s": 64.0, "on": "2026-11-25",
    }  # fmt: skip
    silent = replace(ROUTED, service=None)
    elsewhere = replace(ROUTED, provider="ionos")
    gone = replace(ROUTED, outcome="not_listed")
    assert list(service_rows(live_report(silent, elsewhere, gone), facts)) == []


def test_a_speed_of_few_pieces_is_not_recorded(catalog: OpenCatalog) -> None:
    probe = ProbeLine("openai/gpt-5.4", "openai", "gpt-5.4", True, "answered", 0.4, 0.6, 2985.0, pieces=12)
    (row,) = service_rows(live_report(probes=(probe,)), catalog.facts)
    assert "tokens_per_s" not in row
    assert row["first_token_s"] == 0.4
    assert list(service_rows(live_report(probes=(replace(probe, answered=False),)), catalog.facts)) == []


def text(fmt: str, width: int = 100, **more: Any) -> str:
    return rendered(documents.live(), fmt, stream=io.StringIO(), width=width, **more)


@pytest.mark.parametrize("width", [80, 160])
def test_a_live_answer_on_the_screen(width: int) -> None:
    shown = text("table", width, terminal=True, color=False)
    assert max(map(len, shown.splitlines())) <= width
    assert "\x1b" not in shown
    for words in ("listed deprecated", "no key", "not listed", "Elevated errors", "0.41 s", "as of 2026"):
        assert words in shown


def test_a_live_answer_for_machines() -> None:
    schema = json.loads((ROOT / "docs" / "schema" / "status-live.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(json.loads(text("json")))
    rows = list(csv.DictReader(io.StringIO(text("csv"))))
    assert [row["outcome"] for row in rows] == ["listed_deprecated", "not_listed", "no_key"]
    assert rows[0]["model"] == "lab/alpha-27b"
    assert "alpha-3 [bold]" in text("markdown").replace("\\", "")
