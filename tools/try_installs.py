"""Install a wheel as people do, with pip, pipx and uv, each into a place of its own, and ask the program a question.

    python -m tools.try_installs dist                # the wheel in that folder, by every installer that is here
    python -m tools.try_installs dist --python 3.13  # by uv alone, on that Python, which uv gets where it is missing

Exit code 1 where an installer fails, or the program does not answer; an installer that is not here is named.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

SCRIPTS = "Scripts" if os.name == "nt" else "bin"
QUESTION = ("recommend", "coding", "--self-host", "--format", "json", "--no-project")


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where each installer that is here made a program that answers."""
    parser = argparse.ArgumentParser(prog="try_installs", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", help="a version, for uv alone")
    options = parser.parse_args(arguments)
    (wheel,) = options.folder.resolve().glob("modelpick-*.whl")
    ways: dict[str, Callable[[Path, Path], Path]] = {"pip": _by_pip, "pipx": _by_pipx, "uv": _by_uv}
    if options.python:
        ways = {f"uv, Python {options.python}": lambda file, folder: _by_uv(file, folder, options.python)}
    failed = 0
    for name, install in ways.items():
        with tempfile.TemporaryDirectory() as place:
            try:
                told = _answer_of(install(wheel, Path(place)), Path(place))
            except FileNotFoundError:
                told = "is not here"
            except (subprocess.CalledProcessError, ValueError, KeyError, IndexError) as error:
                failed, told = 1, f"FAILED: {error}\n{getattr(error, 'stderr', '') or ''}"
        print(f"{name}: {told}")
    return failed


def _by_pip(wheel: Path, folder: Path) -> Path:
    _run_program([sys.executable, "-m", "venv", str(folder / "env")])
    scripts = folder / "env" / SCRIPTS
    _run_program([_found_program(scripts, "python"), "-m", "pip", "install", "--quiet", str(wheel)])
    return scripts


def _by_pipx(wheel: Path, folder: Path) -> Path:
    pipx = [sys.executable, "-m", "pipx"] if _has_module("pipx") else [_needed_program("pipx")]
    places = {
        "PIPX_HOME": str(folder / "home"),
        "PIPX_BIN_DIR": str(folder / "bin"),
        "PIPX_MAN_DIR": str(folder / "man"),
    }
    _run_program([*pipx, "install", "--quiet", "--python", sys.executable, str(wheel)], **places)
    return folder / "bin"


def _by_uv(wheel: Path, folder: Path, python: str | None = None) -> Path:
    uv = [sys.executable, "-m", "uv"] if _has_module("uv") else [_needed_program("uv")]
    places = {"UV_TOOL_DIR": str(folder / "tools"), "UV_TOOL_BIN_DIR": str(folder / "bin")}
    _run_program([*uv, "tool", "install", "--quiet", "--python", python or sys.executable, str(wheel)], **places)
    return folder / "bin"


def _answer_of(scripts: Path, folder: Path) -> str:
    """What the installed program says: its version, and the first model of an answer."""
    program = _found_program(scripts, "modelpick")
    own = {"MODELPICK_CACHE_DIR": str(folder / "cache"), "MODELPICK_CONFIG_DIR": str(folder / "config")}
    version = _run_program([program, "--version"], **own).strip()
    answer = json.loads(_run_program([program, *QUESTION], **own))
    return f"{version} answers {answer['ranking'][0]['model']}"


def _run_program(command: Sequence[str], **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MODELPICK"))}
    env = {**kept, **environment, "PYTHONUTF8": "1"}
    with tempfile.TemporaryDirectory() as elsewhere:
        ran = subprocess.run(
            list(command), env=env, cwd=elsewhere, capture_output=True, text=True, encoding="utf-8", check=True
        )
    return ran.stdout


def _found_program(scripts: Path, name: str) -> str:
    found = shutil.which(name, path=str(scripts))
    if found is None:
        raise ValueError(f"{scripts} holds no {name}")
    return found


def _needed_program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(name)
    return found


def _has_module(name: str) -> bool:
    from importlib.util import find_spec

    return find_spec(name) is not None


if __name__ == "__main__":
    sys.exit(main())
