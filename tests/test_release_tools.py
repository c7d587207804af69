"""What a release is made with: which answers changed, whether two builds are the same, what can be measured here."""

from __future__ import annotations

import zipfile
from pathlib import Path

from benchmarks.all import Part, _missing_need
from tools.answer_changes import changelog_section, report
from tools.reproduce import _differences_of_builds


def test_the_answers_that_changed_are_told_and_no_others() -> None:
    before = {"recommend coding": "First: A\n```\n", "cost a": "$1\n"}
    text = report(before, {"recommend coding": "First: B\n```\n", "cost a": "$1\n"}, "v0.1.0")
    assert "1 of 2 answers are not as they were at `v0.1.0`" in text
    assert "<code>recommend coding</code>" in text
    assert "\n-First: A\n+First: B\n" in text
    assert "cost a" not in text
    assert "0 of 2" in report(before, before, "v0.1.0")


def test_an_answer_cannot_end_the_block_that_it_stands_in() -> None:
    text = report({"q": "```\n"}, {"q": "```\nmore\n"}, "v1") + report({"q": ""}, {"q": "```evil\n"}, "v1")
    assert text.count("```") == 4  # two blocks, each begun and ended


def test_the_section_of_a_version_is_found() -> None:
    log = "# Changes\n\n## [0.2.0] - 2026-12-01\n\n- New.\n\n## [0.1.0] - 2026-11-26\n\n- First.\n"
    assert changelog_section(log, "0.2.0") == "- New.\n"
    assert changelog_section(log, "0.1.0") == "- First.\n"
    assert changelog_section(log, "0.3.0") == ""


def test_what_differs_between_two_builds_is_named(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        with zipfile.ZipFile(folder / "a.whl", "w") as wheel:
            wheel.writestr(zipfile.ZipInfo("same.py"), "1")
            wheel.writestr(zipfile.ZipInfo("catalog.sqlite"), folder.name)
            wheel.writestr(zipfile.ZipInfo("later.py", (2026, 1, 1 if folder is one else 2, 0, 0, 0)), "1")
        (folder / "a.tar.gz").write_bytes(b"the same")
    (one / "b.whl").write_bytes(b"")
    assert list(_differences_of_builds(one, other)) == [
        "a.whl: differs",
        "  catalog.sqlite: another content",
        "  later.py: another time or mode",
        "b.whl: made by one build alone",
    ]
    assert list(_differences_of_builds(one, one)) == []


def test_a_benchmark_says_what_it_needs_and_has_not(tmp_path: Path) -> None:
    assert _missing_need(Part("speed", "speed", ()), None) is None
    assert "--python" in str(_missing_need(Part("prices", "prices", ()), None))
    assert "extra `fit`" in str(_missing_need(Part("accuracy", "leads", (), "no_such_module"), None))
    assert "does not lie beside" in str(_missing_need(Part("fit", "fit", (), tmp_path / "none.yaml"), None))
