"""The documentation says what the program does: its commands run, and what is generated is up to date."""

from __future__ import annotations

import html
import importlib.util
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from modelpick.app import update
from modelpick.cli.options import CONSTRAINT_FLAGS
from modelpick.domain.errors import Exit
from modelpick.sources.fetch import Unreachable
from tests.conftest import DATA_DAY

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted([ROOT / "README.md", ROOT / "data" / "LICENSES.md", *(ROOT / "docs").glob("*.md")])


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"tools_{name}", ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shell(text: str) -> Iterator[str]:
    """The command lines of the shell blocks of a page."""
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        yield from block.splitlines()


def documented() -> list[str]:
    """Every `modelpick` command line of the documentation that asks for no file of the reader's own, nor for providers
    themselves: what they answer is no matter of the documentation."""
    pages = [page.read_text("utf-8") for page in PAGES]
    lines = dict.fromkeys(line for page in pages for line in shell(page) if line.startswith("modelpick "))
    return [line for line in lines if "my-" not in line and "--live" not in line]


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A folder of one's own to stand in, where nobody has been and from which nobody can be reached."""

    def nobody(*_args, **_more):
        raise Unreachable("nobody can be reached from here")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MODELPICK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(update, "gather", nobody)


UNDATED = ("init", "config", "catalog update", "catalog log", "catalog sources", "catalog diff", "catalog unmatched")
"""Commands whose answer is no matter of a day."""


@pytest.mark.parametrize("line", documented())
def test_a_documented_command_runs(line, run, elsewhere):
    words, _, kept_in = partition(shlex.split(line, comments=True)[1:], ">")
    dated = [] if "--as-of" in words or " ".join(words).startswith(UNDATED) else ["--as-of", DATA_DAY]
    result = run(*words, *dated)
    expected = [Exit.UNREACHABLE] if words[:2] == ["catalog", "update"] else [Exit.ANSWERED, Exit.NO]
    assert result.code in expected, result.err
    assert result.out.strip()
    assert not result.err
    assert result.out.lower().startswith("<!doctype html") == any(name.endswith(".html") for name in kept_in)


def partition(words: list[str], at: str) -> tuple[list[str], list[str], list[str]]:
    """As of a text: what stands before the first `at`, that, and what stands behind it."""
    place = words.index(at) if at in words else len(words)
    return words[:place], words[place : place + 1], words[place + 1 :]


ELSEWHERE = ("catalog log", "catalog sources", "config path", "config trust", "rules list")
"""Commands that docs/ shows and the README need not."""


def test_readme_shows_every_command():
    docs = tool("docs")
    lines = [shlex.split(line, comments=True)[:3] for line in shell(README)]
    shown = {" ".join(w for w in words if w.isalpha()) for words in lines}
    missing = [name for name, _ in docs._walk(docs.typer.main.get_command(docs.app), "modelpick")
               if not any(each.startswith(name) for each in shown)]  # fmt: skip
    assert sorted(missing) == [f"modelpick {name}" for name in ELSEWHERE]


def test_generated_pages_are_up_to_date():
    stale = [
        path.name for path, text in tool("docs").pages().items() if path.read_text("utf-8") != text
    ]  # fmt: skip
    assert not stale, f"run python tools/docs.py: {stale}"


def test_picture_is_up_to_date():
    picture = tool("picture")
    assert picture.words(picture.PICTURE.read_text("utf-8")) == picture.words(picture.picture())


def test_picture_shows_the_first_command_of_the_readme():
    first = next(shell(README))
    picture = tool("picture")
    assert first.endswith(picture.QUESTION)
    assert html.escape(picture.QUESTION) in picture.PICTURE.read_text("utf-8").replace("&#160;", " ")


def test_picture_fetches_nothing():
    svg = (ROOT / "docs" / "answer.svg").read_text("utf-8")
    assert not re.search(r"(href|src|url)\s*[=(]\s*[\"']?https?:", svg)


def test_exit_codes_are_those_of_the_program():
    for page in (ROOT / "README.md", ROOT / "docs" / "exit-codes.md"):
        rows = re.findall(r"^\| (\d+) \| `(\w+)` \|", page.read_text("utf-8"), re.MULTILINE)
        assert {name: int(code) for code, name in rows} == {code.name: code.value for code in Exit}


def test_every_constraint_has_a_documented_flag():
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert [flag for flag in CONSTRAINT_FLAGS if f"`--{flag}`" not in text] == []


def test_links_lead_somewhere():
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_ci_runs_the_commands_of_the_readme():
    """`.ci/run` reads them from the README: the first shell block, two lines."""
    block = re.search(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert block is not None
    answer, tests = block[1].splitlines()
    assert answer.endswith("modelpick recommend --need coding --self-host")
    assert tests.endswith("pytest")
    assert "README.md" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_rule_of_the_documentation_works(run, tmp_path):
    page = (ROOT / "docs" / "writing-rules.md").read_text("utf-8")
    (tmp_path / "small.yaml").write_text(_yaml(page), "utf-8")
    assert run("rules", "test", "--rules", tmp_path).code == Exit.ANSWERED
    asked = ("--rules", tmp_path, "--require", "small=40", "--as-of", DATA_DAY)
    assert run("recommend", "--need", "coding", "--self-host", *asked).code == Exit.ANSWERED


def test_catalogue_of_the_documentation_works(run, tmp_path):
    page = (ROOT / "docs" / "catalogue.md").read_text("utf-8")
    mine = tmp_path / "mine.yaml"
    mine.write_text(_yaml(page), "utf-8")
    assert run("catalog", "validate", mine).code == Exit.ANSWERED
    assert "your own" in run("show", "gpt-5.5", "--details", "--catalog", mine, "--as-of", DATA_DAY).out


def _yaml(page: str) -> str:
    block = re.search(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert block is not None
    return block[1]
