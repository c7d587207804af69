"""The screens of `audit` and `check`, and their formats for machines."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from modelpick.model.fields import replace
from tests.render import documents
from tests.render.showing import text


def test_findings_stand_under_their_file_with_what_to_do():
    shown = text(documents.audit(), "plain")
    assert shown.startswith("1 error and 1 warning in 350 files with 40 model ids.\n")
    assert "3 ignored · 4 in the baseline · passed by: 2 (binary)" in shown
    assert re.search(r"^  error +-  12:5 retired: alpha-9b", shown, re.MULTILINE)
    assert re.search(r"^  warning +!  cell 3, 2:5 misspelt-id: alhpa-27b", shown, re.MULTILINE)
    assert "Did you mean `alpha-27b`?" in shown


def test_a_long_path_is_broken_between_its_folders():
    folders = [f"folder-of-a-long-name-{number}" for number in range(6)]
    found = replace(documents.audit().findings[0], path=f"/{'/'.join(folders)}/a.py")
    report = replace(documents.audit(), findings=(found,))
    shown = text(report, terminal=True, width=80, color=False, details=False).splitlines()
    assert all(any(folder in line for line in shown) for folder in folders)
    assert max(map(len, shown)) <= 80
    assert f"{found.path}\n" in text(report, "plain", details=False)


def test_a_flood_of_notes_is_counted():
    note = replace(documents.audit().findings[0], severity="note", kind="unknown-id")
    shown = text(replace(documents.audit(), findings=(note,) * 45), "plain")
    assert "5 more notes: --format json has them all" in shown


def test_csv_has_every_finding():
    rows = list(csv.DictReader(io.StringIO(text(documents.audit(), "csv"))))
    assert [(row["path"], row["line"], row["cell"], row["kind"]) for row in rows] == [
        ("src/app.py", "12", "", "retired"),
        ("n.ipynb", "2", "3", "misspelt-id"),
    ]


def test_a_check_says_each_answer_in_a_word():
    shown = text(documents.check(), "plain")
    assert shown.startswith("Alpha 27B no longer passes")
    for word in ("yes", "no", "unknown", "an exception lets it pass", "Excepted until 2026-12-31 by Jo"):
        assert word in shown


@pytest.mark.parametrize("make", [documents.audit, documents.check])
@pytest.mark.parametrize("fmt", ["table", "json", "yaml", "csv", "markdown"])
def test_every_format_shows_them(make, fmt):
    assert text(make(), fmt, width=80, terminal=True, color=True)


def test_json_is_the_document():
    assert json.loads(text(documents.audit(), "json"))["findings"][1]["cell"] == 3
