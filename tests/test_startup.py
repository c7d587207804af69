"""What each command may load. Start-up is a budget, and this is its ledger: modules are counted, not seconds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import modelpick
from modelpick.cli.completion import words_file
from tests.conftest import DATA_DAY

HOME = Path(modelpick.__file__).parents[1]
DATA = ("pydantic", "yaml", "modelpick.catalog.schema", "modelpick.decide.recommend")
SCREEN = ("rich.table", "rich.console", "modelpick.render.writers.screen")
NEVER = ("httpx", "httpx2", "requests", "urllib3", "http.client", "ssl", "numpy", "pandas", "textual", "mcp")
STRUCTS = ("msgspec", "modelpick.model.facts")
"""What facts and answers are made of: not needed to say a version, to complete a word or to help."""
NEVER += ("asyncio", "multiprocessing", "hypothesis", "jsonschema", "jinja2", "markupsafe")


def loaded_by(*args: str, **environment: str) -> set[str]:
    """The modules that a run of the program has loaded when it ends."""
    program = (
        "import sys\n"
        "from modelpick.cli.main import main\n"
        "code = main(sys.argv[1:])\n"
        "print('\\n'.join(['LOADED', *sys.modules]), file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    command = [sys.executable, "-c", program, *args]
    result = subprocess.run(
        command, capture_output=True, text=True, cwd=HOME, env={**os.environ, **environment}, timeout=60, check=True
    )
    return set(result.stderr.partition("LOADED\n")[2].split())


def found(modules: set[str], forbidden: tuple[str, ...]) -> list[str]:
    return sorted(m for m in modules if m in forbidden or m.startswith(tuple(f + "." for f in forbidden)))


def test_the_version_loads_neither_data_nor_screen() -> None:
    modules = loaded_by("--version")
    assert "modelpick.cli.main" in modules
    assert found(modules, (*DATA, *SCREEN, *NEVER, *STRUCTS, "sqlite3")) == []


def test_completion_loads_neither_data_nor_screen() -> None:
    words_file()
    program = (
        "import sys\n"
        "from modelpick.cli import completion, main\n"
        "assert 'muse-spark' in completion.models('muse-spa')\n"
        "assert completion.needs('cod') == ['coding']\n"
        "assert 'gpqa-diamond' in completion.benchmarks('gpqa')\n"
        "assert completion.personas('agentic') == ['agentic-developer']\n"
        "assert completion.formats('j') == ['json']\n"
        "assert completion.formats('h') == ['html']\n"
        "print('\\n'.join(sys.modules))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=HOME, timeout=60, check=True
    )
    assert found(set(result.stdout.split()), (*DATA, *SCREEN, *NEVER, *STRUCTS, "sqlite3")) == []


@pytest.mark.parametrize("args", [(), ("--help",), ("recommend", "--help"), ("recommend", "--help-all")])
def test_the_start_screen_and_help_load_neither_data_nor_screen(args: tuple[str, ...]) -> None:
    modules = loaded_by(*args, MODELPICK_CACHE_DIR=os.devnull)
    assert found(modules, (*DATA, *SCREEN, *NEVER, *STRUCTS, "sqlite3", "rich")) == []


def test_the_package_itself_costs_nothing() -> None:
    program = "import modelpick, sys; print('\\n'.join(sys.modules))"
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=HOME, timeout=60, check=True
    )
    modules = set(result.stdout.split())
    assert [m for m in modules if m.startswith("modelpick.")] == []
    assert found(modules, (*DATA, *SCREEN, *NEVER, "sqlite3", "typer", "rich", "click")) == []


@pytest.mark.parametrize("format", ["json", "table"])
def test_a_recommendation_into_a_pipe_loads_no_network_and_no_screen(format: str) -> None:
    modules = loaded_by("recommend", "--need", "coding", "--as-of", DATA_DAY, "--format", format)
    assert "modelpick.decide.recommend" in modules
    assert found(modules, (*SCREEN, *NEVER)) == []


def test_a_page_loads_its_templates_and_no_network() -> None:
    modules = loaded_by("recommend", "--need", "coding", "--as-of", DATA_DAY, "--format", "html")
    assert "jinja2" in modules
    templates = ("jinja2", "markupsafe", "asyncio", "multiprocessing", "urllib3", "ssl")
    assert found(modules, (*SCREEN, *(name for name in NEVER if name not in templates))) == []
