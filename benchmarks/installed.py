"""The program as its users have it: the wheel of this checkout, installed, and runs of it with time and memory."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("modelpick", "data", "rules", "docs/schema", "README.md", "LICENSE", "pyproject.toml", "hatch_build.py")
RUNS = 15


_LAUNCH = """
import os, sys, time
began = time.perf_counter()
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, used = os.wait4(pid, 0)
told = time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss, os.waitstatus_to_exitcode(status)
os.write(int(sys.argv[1]), " ".join(map(repr, told)).encode())
"""
"""Runs a command and tells what it took. The peak of a process begins at that of the one it comes from, so that one
which is small starts it."""


@dataclass(frozen=True)
class Ran:
    """Wall seconds, peak resident bytes and what came of one process; seconds of the processors in it."""

    seconds: float
    peak: int
    code: int
    out: bytes
    cpu: float = 0.0


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel. Every run has its own variables and an empty folder to stand in."""

    python: Path
    folder: Path

    @property
    def program(self) -> str:
        return str(self.python.parent / "modelpick")

    def run(self, command: Sequence[str], cache: Path, **more: str) -> Ran:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "MODELPICK"))}
        env = {**kept, "MODELPICK_CACHE_DIR": str(cache), "MODELPICK_CONFIG_DIR": str(self.folder / "config"), **more}
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as told:
            launch = [sys.executable, "-I", "-S", "-c", _LAUNCH, str(told.fileno()), *command]
            quiet = {"stdout": out, "stderr": subprocess.DEVNULL}
            subprocess.run(launch, cwd=self.folder, env=env, pass_fds=(told.fileno(),), check=True, **quiet)
            out.seek(0)
            told.seek(0)
            seconds, cpu, peak, code = told.read().split()
            unit = 1 if sys.platform == "darwin" else 1024
            return Ran(float(seconds), int(peak) * unit, int(code), out.read(), float(cpu))


@contextmanager
def installed() -> Iterator[Installed]:
    """The wheel of this checkout in an environment of its own, which borrows the dependencies of the running one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        checkout, environment, empty = folder / "checkout", folder / "env", folder / "elsewhere"
        checkout.mkdir()
        empty.mkdir()
        for part in PARTS:
            copy: Callable[..., object] = shutil.copytree if (ROOT / part).is_dir() else shutil.copy2
            (checkout / part).parent.mkdir(parents=True, exist_ok=True)
            copy(ROOT / part, checkout / part)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(checkout)]
        subprocess.run(build, check=True, **quiet)
        (wheel,) = folder.glob("*.whl")
        venv.create(environment, with_pip=False)
        python = environment / "bin" / "python"
        pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
        subprocess.run(pip, check=True, **quiet)
        (site,) = environment.glob("lib/python*/site-packages")
        borrowed = dict.fromkeys(sysconfig.get_paths()[place] for place in ("purelib", "platlib"))
        (site / "dependencies.pth").write_text("\n".join(borrowed) + "\n", "utf-8")
        subprocess.run([python, "-m", "compileall", "-q", site], check=True)
        yield Installed(python, empty)


Case = Callable[[], Ran]


def measured(cases: Mapping[str, Case], runs: int = RUNS) -> dict[str, tuple[float, int]]:
    """Median seconds of the processors and median peak bytes of each case; the cases take turns, so that a slow moment
    meets all."""
    found: dict[str, list[tuple[float, int]]] = {name: [] for name in cases}
    for _ in range(runs):
        for name, case in cases.items():
            ran = case()
            found[name].append((ran.cpu, ran.peak))
    return {
        name: (statistics.median(cpu for cpu, _ in taken), int(statistics.median(peak for _, peak in taken)))
        for name, taken in found.items()
    }
