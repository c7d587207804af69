"""The check of names finds what it is there to find, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tools import names


def faults_in(folder: Path, files: Mapping[str, str]) -> list[str]:
    """The faults of a tree of these files."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return [str(fault) for fault in names.name_faults(folder)]


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("_said", True),
        ("_Seen", True),
        ("_LATEST", True),
        ("_price_row", False),
        ("_SeenModel", False),
        ("said", False),
        ("__init__", False),
    ],
)
def test_a_private_name_is_one_word_without_a_second_part(name: str, is_one: bool) -> None:
    assert names.is_one_word(name) is is_one


def test_private_functions_methods_and_classes_of_one_word_are_named_with_their_line(tmp_path: Path) -> None:
    text = "def _said(): ...\n\n\nclass _Seen:\n    def _of(self): ...\n    def _price_row(self): ...\n"
    assert faults_in(tmp_path, {"modelpick/a.py": text, "tools/b.py": "async def _put(): ...\n"}) == [
        "modelpick/a.py:1: _said is one word: add what it is about",
        "modelpick/a.py:4: _Seen is one word: add what it is about",
        "modelpick/a.py:5: _of is one word: add what it is about",
        "tools/b.py:1: _put is one word: add what it is about",
    ]


def test_a_class_name_stands_once_in_the_package_whether_private_or_not(tmp_path: Path) -> None:
    files = {
        "modelpick/a.py": "class FileLock: ...\n",
        "modelpick/b/c.py": "class _FileLock: ...\n",
        "tools/d.py": "class FileLock: ...\n",
    }
    assert faults_in(tmp_path, files) == [
        "modelpick/a.py:1: class FileLock stands in modelpick/b/c.py, too: one name, one meaning",
        "modelpick/b/c.py:1: class FileLock stands in modelpick/a.py, too: one name, one meaning",
    ]


def test_modules_that_import_one_another_are_told_however_late_they_do(tmp_path: Path) -> None:
    files = {
        "modelpick/__init__.py": "",
        "modelpick/a.py": "from modelpick.b import thing\n",
        "modelpick/b.py": "from modelpick import c\n\nthing = c\n",
        "modelpick/c.py": "def late():\n    import modelpick.a\n",
        "modelpick/d.py": "from modelpick.a import thing\n",
    }
    assert faults_in(tmp_path, files) == ["modelpick/a.py:1: import one another: modelpick.a, modelpick.b, modelpick.c"]


def test_an_import_for_type_checkers_alone_makes_no_cycle(tmp_path: Path) -> None:
    files = {
        "modelpick/a.py": "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from modelpick.b import B\n",
        "modelpick/b.py": "import modelpick.a\n\nclass B: ...\n",
    }
    assert faults_in(tmp_path, files) == []


def test_identifiers_options_and_keys_are_spelled_as_in_america_and_prose_is_left_alone(tmp_path: Path) -> None:
    text = (
        'catalogue = {"colour": 1}\n'
        'option = "--organisation"\n'
        'text = "the licence of the catalogue"\n'
        "# a comment on the centre\n"
        'kept = ["licence", "--utilisation"]\n'
    )
    assert faults_in(tmp_path, {"modelpick/a.py": text}) == [
        "modelpick/a.py:1: catalogue: write catalog",
        "modelpick/a.py:1: colour: write color",
        "modelpick/a.py:2: --organisation: write organization",
    ]


def test_figures_count_the_package_alone(tmp_path: Path) -> None:
    faults_in(
        tmp_path,
        {
            "modelpick/a/b.py": "import modelpick.c.d\n\n_WORDS = 1\n\nclass A: ...\n\ndef _said(): ...\n",
            "modelpick/c/d.py": "import modelpick.a.b\n\nclass A: ...\n\ndef _price_row(): ...\n",
            "tools/e.py": "class A: ...\n",
        },
    )
    assert names.size_figures(tmp_path) == {
        "modules": 2,
        "lines": 12,
        "classes": 2,
        "class names that stand twice": 1,
        "private names": 3,
        "private names of one word": 2,
        "arrows between packages": 2,
        "import cycles": 1,
        "modules in import cycles": 2,
    }
