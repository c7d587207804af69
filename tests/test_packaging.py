"""The program inside of others: a GitHub action, a container, manual pages, a plugin of `llm`."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


def step(name: str) -> dict[str, Any]:
    (found,) = [each for each in ACTION["runs"]["steps"] if each.get("name") == name]
    return found


class TestAction:
    def test_what_it_uses_is_pinned_by_hash_and_scripts_are_given_nothing_but_by_the_environment(self) -> None:
        text = (ROOT / "action.yml").read_text("utf-8")
        used = re.findall(r"uses: (.*)", text)
        assert len(used) == 2
        assert all(re.fullmatch(r"[a-z/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each) for each in used), used
        assert not any("${{" in each["run"] for each in ACTION["runs"]["steps"] if "run" in each)

    def test_every_input_is_read(self) -> None:
        text = (ROOT / "action.yml").read_text("utf-8")
        assert all(f"inputs.{name}" in text for name in ACTION["inputs"])

    @pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
    def test_its_script_audits_paths_with_spaces_and_says_how_that_ended(self, tmp_path: Path) -> None:
        """Run as the runner would, with the program of this interpreter."""
        program = tmp_path / "modelpick" / "bin" / "modelpick"
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m modelpick "$@"\n')
        program.chmod(0o755)
        (tmp_path / "my code").mkdir()
        (tmp_path / "my code" / "a.py").write_text('MODEL = "gpt-4o-2024-05-13"\n')
        said = {"PATHS": "my code\n", "FAIL_ON": "error", "WITHIN": "90d", "RESIDENCY": "eu\nus", "BASELINE": ""}
        env = {**os.environ, **said, "RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(tmp_path / "out"),
               "PYTHONPATH": str(ROOT)}  # fmt: skip
        ran = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", step("Audit")["run"]],
            check=False,
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stderr
        assert (tmp_path / "out").read_text() == "code=1\n"
        assert "::error file=my code/a.py,line=1" in ran.stdout
        (run,) = json.loads((tmp_path / "modelpick.sarif").read_text("utf-8"))["runs"]
        assert "retired" in {found["ruleId"] for found in run["results"]}
        last = step("Fail where something was found")["run"]
        assert subprocess.run(["bash", "-c", last], env={**env, "CODE": "1"}, check=False).returncode == 1


class TestContainer:
    def test_what_is_copied_is_there_and_let_in(self) -> None:
        lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
        copied = [
            word for line in lines if line.startswith("COPY ") and "--from" not in line for word in line.split()[1:-1]
        ]
        let_in = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]
        assert all((ROOT / name).exists() for name in copied)
        assert set(copied) == set(let_in)

    def test_it_runs_as_nobody_in_particular(self) -> None:
        lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
        assert "USER modelpick" in lines
        assert lines[-1] == 'ENTRYPOINT ["modelpick"]'


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The manual pages by file."""
    from tools.man import pages

    return dict(pages())


class TestManualPages:
    def test_every_command_has_one_with_each_of_its_options(self, pages: dict[str, str]) -> None:
        assert {"modelpick.1", "modelpick-recommend.1", "modelpick-catalog-update.1"} <= set(pages)
        assert "\\fB\\-\\-self\\-host\\fR" in pages["modelpick-recommend.1"]
        assert all(name[:-2].replace("-", "\\-") in pages["modelpick.1"] for name in pages if name != "modelpick.1")

    @pytest.mark.skipif(shutil.which("man") is None, reason="no man")
    def test_man_shows_them_without_a_warning(self, pages: dict[str, str], tmp_path: Path) -> None:
        for name, text in pages.items():
            (tmp_path / name).write_text(text, "utf-8")
        env = {**os.environ, "MANROFFSEQ": "", "MANWIDTH": "80", "LC_ALL": "C.UTF-8", "PAGER": "cat", "MANPAGER": "cat"}
        for name in ("modelpick.1", "modelpick-recommend.1", "modelpick-export.1"):
            command = ["man", "--warnings=w", "-l", str(tmp_path / name)]
            ran = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
            assert (ran.returncode, ran.stderr) == (0, ""), ran.stderr
            assert name[:-2] in ran.stdout


class TestPluginOfLlm:
    @pytest.fixture
    def plugin(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
        pytest.importorskip("llm")
        monkeypatch.setenv("LLM_USER_PATH", str(tmp_path))
        from modelpick import llm_plugin

        return llm_plugin

    def test_the_command_is_the_program(self, plugin: Any, run: Any) -> None:
        import click
        from click.testing import CliRunner

        group = click.Group()
        plugin.register_commands(group)
        found = CliRunner().invoke(group, ["modelpick", "status", "muse-spark", "--as-of", "2026-11-26"])
        assert found.exit_code == run("status", "muse-spark", "--as-of", "2026-11-26").code
        assert "Muse Spark" in found.output

    def test_the_tools_answer_and_say_what_to_write(self, plugin: Any, run: Any) -> None:
        tools: dict[str, Any] = {}
        plugin.register_tools(lambda function, name: tools.update({name: function}))
        assert set(tools) == {"recommend_model", "model_status"}
        assert "coding" in tools["recommend_model"]("coding", "--self-host --as-of 2026-11-26")
        assert "unknown need 'poetry'" in tools["recommend_model"]("poetry")
        assert "Muse Spark" in tools["model_status"]("muse-spark")
