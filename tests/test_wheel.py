"""The wheel holds everything: installed into an empty environment outside the checkout it answers, without network.

One worker builds and installs for all tests of this file (`--dist loadfile`).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from modelpick.market.records import OfferingRecord
from modelpick.market.write import write

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("modelpick", "data", "rules", "README.md", "LICENSE", "pyproject.toml", "hatch_build.py")
NO_NETWORK = """
import socket

def _refuse(*args, **kwargs):
    raise OSError("the network was asked for")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = _refuse
"""


@dataclass(frozen=True)
class Installed:
    wheel: Path
    python: Path
    folder: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run the installed program in a folder that holds nothing."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PYTEST", "COV"))}
        env = {**kept, "COLUMNS": "100", "PYTHONUTF8": "1"}
        return subprocess.run(
            command, cwd=self.folder, env=env, capture_output=True, text=True, timeout=120, check=False
        )


def _synced(folder: Path) -> Path:
    """A cache folder like that of a person who builds a release, and has synced the market."""
    write(folder / "cache" / "market.sqlite", "models-dev", "2026-07-02", [], [OfferingRecord("openai", "odd-thing")])
    return folder / "cache"


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel of this checkout in an environment of its own, which borrows the dependencies of the running one."""
    folder = tmp_path_factory.mktemp("wheel")
    checkout, environment, empty = folder / "checkout", folder / "env", folder / "elsewhere"
    checkout.mkdir()
    empty.mkdir()
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, checkout / name)
    shutil.copytree(ROOT / "docs" / "schema", checkout / "docs" / "schema")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(checkout)]
    subprocess.run(
        build,
        env={**os.environ, "MODELPICK_CACHE_DIR": str(_synced(folder))},
        check=True,
        capture_output=True,
        timeout=120,
    )
    (wheel,) = folder.glob("*.whl")
    shutil.rmtree(checkout)
    venv.create(environment, with_pip=False)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True, timeout=120)
    (site,) = environment.glob("lib/python*/site-packages") if os.name != "nt" else [environment / "Lib/site-packages"]
    # A path in a .pth file is added as it is: .pth files that lie there, such as an editable install's, do not count.
    borrowed = dict.fromkeys(sysconfig.get_paths()[name] for name in ("purelib", "platlib"))
    (site / "dependencies.pth").write_text("\n".join(borrowed) + "\n", "utf-8")
    (site / "sitecustomize.py").write_text(NO_NETWORK, "utf-8")
    return Installed(wheel, python, empty)


def test_the_wheel_holds_data_rules_and_licenses(installed):
    inside = set(zipfile.ZipFile(installed.wheel).namelist())
    for folder in ("data", "rules"):
        shipped = {f"modelpick/_bundled/{p.relative_to(ROOT)}" for p in (ROOT / folder).rglob("*") if p.is_file()}
        assert not shipped - inside
    assert "modelpick/py.typed" in inside
    templates = (ROOT / "modelpick" / "render" / "html" / "templates").iterdir()
    assert {f"modelpick/render/html/templates/{file.name}" for file in templates} <= inside
    assert {f"modelpick/_bundled/{name}" for name in ("catalog.sqlite", "BUILD", "words.json")} <= inside
    schemas = (ROOT / "docs" / "schema").glob("*.json")
    assert {f"modelpick/_bundled/schema/{file.name}" for file in schemas} <= inside
    assert any(name.endswith("licenses/LICENSE") for name in inside)
    assert any(name.endswith("licenses/data/LICENSES.md") for name in inside)
    assert not [name for name in inside if name.startswith(("tests/", "tools/", "docs/"))]


def test_the_installed_program_answers_anywhere(installed):
    """The main job, as the console script, from a folder outside the checkout."""
    script = installed.python.parent / "modelpick"
    result = installed.run(str(script), "recommend", "--need", "coding", "--self-host", "--format", "json")
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer["ranking"]
    assert answer["ranking"][0]["for"]
    assert not list(installed.folder.iterdir())


def test_the_installed_program_writes_a_page(installed):
    script = installed.python.parent / "modelpick"
    result = installed.run(str(script), "recommend", "--need", "coding", "--format", "html")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("<!doctype html>")
    assert "Words and sources" in result.stdout


def test_its_first_answer_reads_the_compiled_catalog(installed):
    code = "import modelpick, sys; print(modelpick.load().show('muse-spark').name); print(*sys.modules)"
    result = installed.run(str(installed.python), "-c", code)
    assert result.returncode == 0, result.stderr
    name, modules = result.stdout.splitlines()
    assert name == "Muse Spark"
    assert not {"pydantic", "yaml"} & set(modules.split())
    compiled = zipfile.ZipFile(installed.wheel).read("modelpick/_bundled/catalog.sqlite")
    assert str(ROOT).encode() not in compiled
    assert str(installed.wheel.parent).encode() not in compiled


def test_the_installed_module_is_the_one_of_the_wheel(installed):
    code = "import modelpick; print(modelpick.__file__); modelpick.load(); print('read')"
    result = installed.run(str(installed.python), "-c", code)
    assert result.returncode == 0, result.stderr
    place, said = result.stdout.splitlines()
    assert Path(place).is_relative_to(installed.python.parent.parent)
    assert said == "read"


def test_python_m_modelpick_is_the_same_program(installed):
    result = installed.run(str(installed.python), "-m", "modelpick", "rules", "test")
    assert result.returncode == 0, result.stderr
    assert "0 failed" in result.stdout


def test_it_holds_nothing_of_what_its_builder_has_synced(installed: Installed) -> None:
    listed = installed.run(str(installed.python.parent / "modelpick"), "list", "--unlinked", "--format", "json")
    assert "gpt-5.4" in listed.stdout
    assert "odd-thing" not in listed.stdout


def test_it_completes_from_the_words_that_were_shipped(installed: Installed) -> None:
    code = (
        "import os, sys\n"
        "os.environ |= {'_MODELPICK_COMPLETE': 'complete_bash', 'COMP_CWORD': '2'}\n"
        "os.environ['COMP_WORDS'] = 'modelpick show opus-4.'\n"
        "os.environ['MODELPICK_CACHE_DIR'] = os.devnull\n"
        "from modelpick.__main__ import run\n"
        "run()\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    result = installed.run(str(installed.python), "-c", code)
    assert result.returncode == 0, result.stderr
    assert "opus-4.6" in result.stdout.split()
    assert not {"typer", "rich", "platformdirs", "modelpick.cli.words"} & set(result.stderr.split())
    shipped = zipfile.ZipFile(installed.wheel).read("modelpick/_bundled/words.json")
    assert str(ROOT).encode() not in shipped
    assert str(installed.wheel.parent).encode() not in shipped


def test_the_examples_are_in_the_source_distribution_and_not_in_the_wheel():
    def held(builder: type[SdistBuilder | WheelBuilder]) -> set[str]:
        return {file.relative_path for file in builder(str(ROOT)).recurse_included_files()}

    examples = {str(path.relative_to(ROOT)) for path in (ROOT / "examples").rglob("*") if path.is_file()}
    assert len(examples) >= 6
    assert examples <= held(SdistBuilder)
    assert not [name for name in held(WheelBuilder) if name.startswith("examples")]
