"""The catalog edited as text: new rows in their place, nothing else touched."""

import shutil
from pathlib import Path

import pytest

from tools.catalog_text import ModelsText, aliases_text, flow, parsed, sources_text

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in ("models.yaml", "sources.yaml", "aliases.yaml"):
        shutil.copy(DATA / name, tmp_path)
    return tmp_path


def test_reading_and_writing_changes_nothing(data: Path) -> None:
    ModelsText(data / "models.yaml").write()
    sources_text(data).write()
    aliases_text(data).write()
    for name in ("models.yaml", "sources.yaml", "aliases.yaml"):
        assert (data / name).read_text("utf-8") == (DATA / name).read_text("utf-8")


def test_a_row_is_added_once_and_in_its_place(data: Path) -> None:
    row = {"benchmark": "gpqa-diamond", "value": 12.5, "by": "vendor", "source": "somewhere", "on": "2026-11-26"}
    models = ModelsText(data / "models.yaml")
    assert models.models["openai/gpt-5.4"].add("measurements", row)
    assert not models.models["openai/gpt-5.4"].add("measurements", row)
    models.write()
    after, before = (path.read_text("utf-8").splitlines() for path in (data / "models.yaml", DATA / "models.yaml"))
    known = set(before)
    assert [line for line in after if line not in known] == [f"    - {flow(row)}"]
    names = [
        each["benchmark"] for each in ModelsText(data / "models.yaml").models["openai/gpt-5.4"].rows("measurements")
    ]
    assert names == sorted(names)


AWKWARD = ["a: b", "NO", "on", "1e-6", "12", "0.5", "12:30", "x # y", "it's", "[a]", "- a", "", "null", "a,b", "true"]


@pytest.mark.parametrize("text", AWKWARD)
def test_text_comes_back_as_it_went(text: str) -> None:
    assert parsed(f"- {flow({'note': text})}") == {"note": text}


def test_dates_and_answers_stay_plain() -> None:
    row = {"on": "2026-04-08", "is": "no", "due": "2026-04", "ok": True, "in": 0.5}
    assert flow(row) == "{on: 2026-04-08, is: no, due: 2026-04, ok: true, in: 0.5}"
    assert parsed(flow(row)) == row
