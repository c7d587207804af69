"""What shells complete: from the small file, by any part of a name, in real shells where they are installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import modelpick
from modelpick.cli import complete, completion
from tests.conftest import put_compiled_bundle
from tests.test_startup import DATA, NEVER, SCREEN, found

HOME = Path(modelpick.__file__).parents[1]


@pytest.fixture(scope="session")
def words() -> dict[str, Any]:
    completion.words_file.cache_clear()  # a test before may have kept its words in a cache of its own
    return completion.words_file()


def offers(words: dict[str, Any], *line: str) -> list[str]:
    return [word for word, _ in complete.offered(words, line[:-1], line[-1])]


class TestWhatIsOffered:
    def test_a_model_by_any_part_of_its_name(self, words: dict[str, Any]) -> None:
        assert {"gpt-5.4", "gpt-5.5"} <= set(offers(words, "show", "gpt-5."))
        assert "opus-4.6" in offers(words, "compare", "opus")
        assert "claude-opus-4.6" in offers(words, "compare", "gpt-5.5", "claude-o")
        assert "anthropic/claude-opus-4.6" in offers(words, "status", "anthropic/")

    def test_every_spelling_of_a_model_means_that_model_and_begins_as_typed(
        self, words: dict[str, Any], catalog: Any
    ) -> None:
        spelled = words["words"]["models"]
        assert len(spelled) > 250
        assert [(w, s[0]) for s in spelled for w in s if catalog.resolve(w) != s[0]] == []
        for typed in ("gpt", "opus", "qwen", "x"):
            assert all(word.startswith(typed) for word in offers(words, "show", "--kind", "model", typed))

    @pytest.mark.parametrize(
        ("line", "word"),
        [
            (("recommend", "cod"), "coding"),
            (("recommend", "--need", "programm"), "programming"),
            (("recommend", "--persona", "hosp"), "hospital"),
            (("recommend", "--hardware", "rtx-40"), "rtx-4090"),
            (("recommend", "--residency", "e"), "eu"),
            (("recommend", "--min-score", "gpqa"), "gpqa-diamond"),
            (("recommend", "--allow-unknown", "ba"), "baa"),
            (("recommend", "--only", "gpt-5.5,opus-4."), "gpt-5.5,opus-4.6"),
            (("recommend", "--format=j"), "--format=json"),
            (("recommend", "--max-m"), "--max-monthly"),
            (("recommend", "--self-host", "cod"), "coding"),
            (("evidence", "muse-spark", "--benchmark", "swe-bench-v"), "swe-bench-verified"),
            (("cost", "gpt-5.5", "--provider", "amazon"), "amazon-bedrock"),
            (("cost", "--workload", "ra"), "rag"),
            (("show", "amazon-b"), "amazon-bedrock"),
            (("catalog", "unm"), "unmatched"),
            (("rec",), "recommend"),
        ],
    )
    def test_each_kind_of_value(self, words: dict[str, Any], line: tuple[str, ...], word: str) -> None:
        assert word in offers(words, *line)

    def test_nothing_where_a_free_value_or_a_file_is_due(self, words: dict[str, Any]) -> None:
        assert offers(words, "recommend", "--max-monthly", "") == []
        assert offers(words, "recommend", "--catalog", "") == []

    def test_every_option_of_every_command_is_there(self, words: dict[str, Any]) -> None:
        from typer.main import get_command

        from modelpick.cli.main import app

        group: Any = get_command(app)
        for name in group.list_commands(None):
            node = words["tree"]["commands"][name]
            params = group.get_command(None, name).params
            options = {o for p in params if p.param_type_name == "option" for o in p.opts}
            assert options <= set(node["options"]), name


ENTRY = "import sys; from modelpick.__main__ import main; main(); print('\\n'.join(sys.modules), file=sys.stderr)"


def asked(shell: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ENTRY],
        env={**os.environ, "_MODELPICK_COMPLETE": f"complete_{shell}", **environment},
        capture_output=True, text=True, cwd=HOME, timeout=60, check=True,
    )  # fmt: skip


def test_completion_imports_neither_the_command_line_nor_data(words: dict[str, Any]) -> None:
    result = asked("bash", COMP_WORDS="modelpick show gpt-5.", COMP_CWORD="2")
    assert "gpt-5.5" in result.stdout.split()
    modules = set(result.stderr.split())
    assert "modelpick.cli.complete" in modules
    heavy = (*DATA, *SCREEN, *NEVER, "sqlite3", "typer", "rich", "click", "dataclasses", "inspect", "typing_extensions")
    assert found(modules, heavy) == []
    own = sorted(m for m in modules if m.startswith("modelpick."))
    assert own == [
        "modelpick.__main__", "modelpick.catalog", "modelpick.catalog.bundled", "modelpick.cli",
        "modelpick.cli.complete", "modelpick.cli.completion", "modelpick.cli.formats", "modelpick.interrupts",
        "modelpick.model", "modelpick.model.exits", "modelpick.storage", "modelpick.storage.folders",
        "modelpick.storage.reading",
    ]  # fmt: skip


STALE = '{"format": 1, "stamp": "of another day", "tree": {"options": {}}, "words": {"needs": [["gone"]]}}'
DAMAGES = ["", "{", "[]", '{"format": 0}', '{"format": 1}', STALE]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_or_stale_file_of_words_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: dict[str, Any], damage: str
) -> None:
    (tmp_path / "words.json").write_text(damage, "utf-8")
    monkeypatch.setenv("MODELPICK_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr("modelpick.cli.words.make_words", lambda: {key: words[key] for key in words if key != "stamp"})
    assert completion.words_file.__wrapped__() == words
    assert json.loads((tmp_path / "words.json").read_text("utf-8")) == words


def test_a_shell_makes_the_words_that_are_not_there(tmp_path: Path, words: dict[str, Any]) -> None:
    """From the catalog as it is compiled; the file of another day does not answer."""
    put_compiled_bundle(tmp_path)
    (tmp_path / "words.json").write_text(STALE, "utf-8")
    environment = {"MODELPICK_CACHE_DIR": str(tmp_path), "COMP_WORDS": "modelpick recommend cod", "COMP_CWORD": "2"}
    assert asked("bash", **environment).stdout.split() == ["coding"]
    assert json.loads((tmp_path / "words.json").read_text("utf-8")) == words


@pytest.fixture
def program(tmp_path: Path, words: dict[str, Any]) -> dict[str, str]:
    """An environment in which `modelpick` is this checkout's."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "modelpick"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m modelpick "$@"\n', "utf-8")
    script.chmod(0o755)
    return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(HOME), "HOME": str(tmp_path)}


def shell(name: str, program: dict[str, str], commands: str) -> list[str]:
    """What a real shell prints that has read the script of `--show-completion`."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed")
    from typer._completion_shared import get_completion_script

    script = get_completion_script(prog_name="modelpick", complete_var="_MODELPICK_COMPLETE", shell=name)
    quiet = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[name]
    before = "compdef() { : }\n" if name == "zsh" else ""
    result = subprocess.run(
        [path, *quiet, "-c", f"{before}{script}\n{commands}"],
        env=program, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert result.stderr == ""
    return result.stdout.splitlines()


def test_bash_completes(program: dict[str, str]) -> None:
    def line(*typed: str) -> list[str]:
        words = " ".join(f"'{word}'" for word in typed)
        commands = f"COMP_WORDS=({words}); COMP_CWORD={len(typed) - 1}; _modelpick_completion modelpick\n"
        return shell("bash", program, commands + 'printf "%s\\n" "${COMPREPLY[@]}"')

    assert {"gpt-5.4", "gpt-5.5"} <= set(line("modelpick", "show", "gpt-5."))
    assert line("modelpick", "recommend", "--format", "=", "js") == ["json"]
    assert line("modelpick", "recommend", "--residency", "eu") == ["eu", "eu-efta"]


def test_zsh_completes(program: dict[str, str]) -> None:
    def line(*typed: str) -> list[str]:
        stand_ins = '_arguments() { print -r -- "$@" }; _files() { print files }\n'
        words = " ".join(f"'{word}'" for word in typed)
        return shell("zsh", program, f"{stand_ins}words=({words}); CURRENT={len(typed)}; _modelpick_completion")

    said = " ".join(line("modelpick", "compare", "opus-4"))
    assert said.startswith("*: :((")
    assert '"opus-4.6"' in said
    assert line("modelpick", "recommend", "--catalog", "") == ["files"]


def test_fish_completes(program: dict[str, str]) -> None:
    def line(typed: str) -> list[str]:
        return [said.partition("\t")[0] for said in shell("fish", program, f"complete -C '{typed}'")]

    assert {"gpt-5.4", "gpt-5.5"} <= set(line("modelpick show gpt-5."))
    assert "--max-monthly" in line("modelpick recommend --max-m")
    assert line("modelpick recommend --persona hosp") == ["hospital"]


@pytest.mark.parametrize("name", ["powershell", "pwsh"])
@pytest.mark.parametrize(
    ("line", "word", "offered"),
    [
        ("modelpick show gpt-5.", "gpt-5.", "gpt-5.5::: "),
        ("modelpick rec", "rec", "recommend:::"),
        ("modelpick recommend --persona ", "", "hospital::: "),
    ],
)
def test_powershell_is_answered_as_its_script_reads_it(name: str, line: str, word: str, offered: str) -> None:
    """The script that Typer installs sends the line and its last word, and splits each answer at three colons."""
    result = asked(name, _TYPER_COMPLETE_ARGS=line, _TYPER_COMPLETE_WORD_TO_COMPLETE=word)
    assert any(said.startswith(offered) for said in result.stdout.splitlines())
