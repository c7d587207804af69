"""The documentation says what the program does: its commands run, and what is generated is up to date."""

from __future__ import annotations

import html
import importlib.util
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from modelpick.cli.options import CONSTRAINT_FLAGS
from modelpick.model.errors import Exit
from modelpick.sources.fetch import Unreachable
from modelpick.storage import http
from modelpick.use_cases import update
from tests.conftest import DATA_DAY

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted(
    [*ROOT.glob("*.md"), ROOT / "data" / "LICENSES.md", ROOT / "examples" / "README.md", *(ROOT / "docs").glob("*.md")]
)


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
    """Every `modelpick` command line of the README and the examples, and those of other pages that ask for no file or
    release of the reader's own, nor for providers themselves: what they answer is no matter of the documentation."""
    whole = [page for page in PAGES if page.name == "README.md"]
    lines = {page: [line for line in shell(page.read_text("utf-8")) if line.startswith("modelpick ")] for page in PAGES}
    kept = (
        line
        for page in (*whole, *PAGES)
        for line in lines[page]
        if page in whole or not any(word in line for word in ("my-", "--live", "--catalog-version 2"))
    )
    return list(dict.fromkeys(kept))


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A folder to stand in, with the examples of the checkout, where nobody has been and from which nobody can be
    reached."""

    def nobody(*_args, **_more):
        raise Unreachable("nobody can be reached from here")

    def offline(*_args):
        raise OSError("nobody can be reached from here")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MODELPICK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(update, "gather", nobody)
    monkeypatch.setattr(http, "client", offline)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")


UNDATED = ("init", "config", "catalog update", "catalog log", "catalog sources", "catalog diff", "catalog unmatched")
"""Commands whose answer is no matter of a day."""


@pytest.mark.parametrize("line", documented())
def test_a_documented_command_runs(line, run, elsewhere):
    words, _, kept_in = partition(shlex.split(line, comments=True)[1:], ">")
    is_undated = {"--as-of", "--live"} & {*words} or " ".join(words).startswith(UNDATED)
    dated = [] if is_undated else ["--as-of", DATA_DAY]
    result = run(*words, *dated)
    is_online = words[:2] == ["catalog", "update"] or "--live" in words
    assert result.code in ([Exit.UNREACHABLE] if is_online else [Exit.ANSWERED, Exit.NO]), result.err
    assert result.out.strip()
    assert not result.err or "--live" in words or "--record" in words or result.err.startswith("note: read as ")
    assert "not read" not in result.err
    assert result.out.lower().startswith("<!doctype html") == any(name.endswith(".html") for name in kept_in)


def partition(words: list[str], at: str) -> tuple[list[str], list[str], list[str]]:
    """As of a text: what stands before the first `at`, that, and what stands behind it."""
    place = words.index(at) if at in words else len(words)
    return words[:place], words[place : place + 1], words[place + 1 :]


ELSEWHERE = (
    "catalog log",
    "catalog mirror",
    "catalog sources",
    "config path",
    "config trust",
    "mcp",
    "rules list",
    "scores import",
    "scores remove",
    "trial init",
    "trial read",
)
"""Commands that docs/ shows and the README need not."""


def test_every_line_of_the_readme_is_run():
    """Either here or, as its first two commands, by `.ci/run`."""
    first, second, *others = shell(README)
    assert first.startswith("python3 -m venv")
    assert second.startswith(".venv/bin/pip install")
    assert set(others) <= set(documented())


def test_the_readme_answers_ten_questions():
    assert re.findall(r"^\*\*(\d+)\. .*\?\*\*$", README, re.MULTILINE) == [str(number) for number in range(1, 11)]


def test_the_python_of_the_readme_runs(run, monkeypatch):
    """`run` puts the bundled catalog in place of what is compiled."""
    (block,) = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    said: list[str] = []
    exec(compile(block, "README.md", "exec"), {"print": said.append})
    assert len(said) == 1
    assert said[0].endswith(".")


def test_readme_shows_every_command():
    docs = tool("docs")
    lines = [shlex.split(line, comments=True)[:3] for line in shell(README)]
    shown = {" ".join(w for w in words if w.isalpha()) for words in lines}
    missing = [name for name, _ in docs._walk_commands(docs.typer.main.get_command(docs.app), "modelpick")
               if not any(each.startswith(name) for each in shown)]  # fmt: skip
    assert sorted(missing) == [f"modelpick {name}" for name in ELSEWHERE]


@pytest.mark.usefixtures("run")  # whose catalog is the one that every test has read
def test_generated_pages_are_up_to_date():
    stale = [
        path.name for path, text in tool("docs").pages().items() if path.read_text("utf-8") != text
    ]  # fmt: skip
    assert not stale, f"run python tools/docs.py: {stale}"


@pytest.mark.usefixtures("run")
def test_what_every_change_of_data_would_touch_is_written_for_a_release_alone(monkeypatch):
    docs = tool("docs")
    monkeypatch.setattr(docs, "PARTS", docs.PARTS | dict.fromkeys(docs.AT_RELEASE, lambda: "other data"))
    assert docs.pages()[ROOT / "README.md"] == README
    assert docs.pages(release=True)[ROOT / "README.md"].count("other data") == len(docs.AT_RELEASE)


def test_the_readme_answers_the_questions_that_are_asked_with_their_day():
    docs = tool("docs")
    block = README.partition("<!-- generated: questions -->")[2].partition("<!-- end -->")[0]
    assert re.search(r"^Answers of the release of \d{4}-\d\d-\d\d;", block, re.MULTILINE)
    asked = [tuple(text.splitlines()) for text in re.findall(r"^```sh\n(.*?)\n```", block, re.MULTILINE | re.DOTALL)]
    assert asked == [question.commands for question in docs.QUESTIONS]
    told = re.findall(r"^```text\n(.*?)\n```", block, re.MULTILINE | re.DOTALL)
    assert all(len(text.splitlines()) > 1 for text in told)
    assert len(told) == len(asked)


@pytest.mark.usefixtures("run")
def test_the_counts_of_the_last_release_are_not_far_from_what_is_there():
    block = README.partition("<!-- generated: size -->")[2].partition("<!-- end -->")[0]
    counts = tool("docs").catalog().info(as_of=DATA_DAY).counts
    for number, name in re.findall(r"([\d,]+) (models|measurements|benchmarks|offerings|providers|sources)", block):
        told = int(number.replace(",", ""))
        assert abs(counts[name] - told) <= told / 4, f"{name}: the README needs python tools/docs.py --release"


def test_the_picture_is_an_answer():
    picture = tool("picture")
    lines = picture.words(picture.PICTURE.read_text("utf-8"))
    assert any(re.search(r"for coding[:;]", line) for line in lines)
    assert sum(bool(re.match(r"\d+ ?[A-Z]", line)) for line in lines) == 5


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


def test_a_page_that_installs_by_name_says_where_it_is_published():
    """A name that is on no index is whose who takes it first."""
    by_name = re.compile(r"install [^`\n]*?(?<![./\w-])modelpick(?![\w./-])")
    link = "everywhere.md#where-it-is-published"
    texts = {page.name: page.read_text("utf-8") for page in PAGES}
    naming = {name for name, text in texts.items() if by_name.search(text)}
    assert {"mcp.md", "asking.md"} <= naming
    assert {name for name in naming if link not in texts[name]} == {"everywhere.md"}


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


def test_catalog_of_the_documentation_works(run, tmp_path):
    page = (ROOT / "docs" / "catalog.md").read_text("utf-8")
    mine = tmp_path / "mine.yaml"
    mine.write_text(_yaml(page), "utf-8")
    assert run("catalog", "validate", mine).code == Exit.ANSWERED
    assert "your own" in run("show", "gpt-5.5", "--details", "--catalog", mine, "--as-of", DATA_DAY).out


def _yaml(page: str) -> str:
    block = re.search(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert block is not None
    return block[1]


CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_a_score_is_added_as_contributing_says(run, tmp_path):
    """Its source with the fields that are named and no other, its line as it stands there."""
    (fields,) = re.findall(r"if it is not there yet: `\{([\w, ]+)\}`", CONTRIBUTING)
    (line,) = re.findall(r"^   `(- \{benchmark: .*\})`$", CONTRIBUTING, re.MULTILINE)
    given = {
        "id": "my-source",
        "title": "A board",
        "publisher": "An example",
        "kind": "board",
        "url": "https://example.org/board",
        "date": "2026-11-20",
        "license": "CC BY 4.0",
    }
    source = ", ".join(
        f"{name}: {given[name]!r}" if name != "date" else "date: 2026-11-20" for name in fields.split(", ")
    )
    mine = tmp_path / "mine.yaml"
    text = f"sources:\n- {{{source}}}\nmodels:\n- id: mistral/ministral-8b-instruct-2410\n  measurements:\n  {line}\n"
    mine.write_text(text, "utf-8")
    assert run("catalog", "validate", mine).code == Exit.ANSWERED
    shown = run("evidence", "ministral-8b-instruct-2410", "--benchmark", "terminal-bench-2.1", "--catalog", mine,
                "--as-of", DATA_DAY)  # fmt: skip
    assert "61.2%" in shown.out, shown.out + shown.err


def test_what_contributing_names_is_there():
    named = re.findall(r"`((?:modelpick|tools|tests|data|rules|docs)/[\w./]+)`", CONTRIBUTING)
    tools = [
        f"tools/{name}"
        for name in re.findall(r"-m tools\.(\w+)|tools/(\w+)\.py", CONTRIBUTING)
        for name in name
        if name
    ]
    assert len(named) > 12
    assert [name for name in named if not (ROOT / name.replace("NAME", "")).exists() and "NAME" not in name] == []
    assert [name for name in tools if not ((ROOT / f"{name}.py").is_file() or (ROOT / name).is_dir())] == []


def test_each_module_that_a_page_names_is_there() -> None:
    named = [
        (page.name, path)
        for page in PAGES
        for path in re.findall(r"`((?:[\w-]+/)+[\w-]+\.py)`", page.read_text("utf-8"))
        if "NAME" not in path
    ]
    assert len(named) > 20
    assert [
        each for each in named if not any((folder / each[1]).exists() for folder in (ROOT, ROOT / "modelpick"))
    ] == []


def test_each_package_that_a_page_names_is_there() -> None:
    named = {path for page in PAGES for path in re.findall(r"`(modelpick/\w+(?:/\w+)*)/?`", page.read_text("utf-8"))}
    assert named
    assert sorted(path for path in named if not (ROOT / path).exists()) == []
