"""Build the wheel and the sdist of a commit twice, under different circumstances, and compare them byte for byte.

    python -m tools.reproduce [COMMIT] [--keep FOLDER]

Each build is of a fresh copy of the commit in a folder of another name, with another hash seed, time zone and umask;
both have the time of the commit (`SOURCE_DATE_EPOCH`) and the address of this checkout (`MODELPICK_PROJECT_URL`). Exit
code 1, and the files that differ, where they are not the same. `--keep` leaves the archives of the first build, and
SHA256SUMS, in a folder: what is released was compared.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from hatch_build import ADDRESS_VARIABLE, project_address

ROOT = Path(__file__).resolve().parents[1]
CIRCUMSTANCES = ({"PYTHONHASHSEED": "1", "TZ": "UTC"}, {"PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo"})
UMASKS = (0o022, 0o077)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where both builds are the same bytes."""
    parser = argparse.ArgumentParser(prog="reproduce", description=__doc__.partition("\n")[0])
    parser.add_argument("commit", nargs="?", default="HEAD")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        built = [
            _archives_built(Path(name), options.commit, number, circumstance, umask)
            for number, (circumstance, umask) in enumerate(zip(CIRCUMSTANCES, UMASKS, strict=True))
        ]
        differences = list(_differences_of_builds(*built))
        digests = [f"{sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in sorted(built[0].iterdir())]
        print("\n".join([*digests, *differences, "not reproducible" if differences else "both builds are the same"]))
        if options.keep and not differences:
            shutil.copytree(built[0], options.keep, dirs_exist_ok=True)
            (options.keep / "SHA256SUMS").write_text("\n".join(digests) + "\n", "ascii")
    return int(bool(differences))


def _archives_built(folder: Path, commit: str, number: int, circumstance: dict[str, str], umask: int) -> Path:
    """The folder of the archives that a build of `commit` makes."""
    checkout, out = folder / f"checkout-{'x' * number}", folder / f"out-{number}"
    checkout.mkdir()
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", str(checkout)], input=archive, check=True)
    when = subprocess.run(
        ["git", "show", "--no-patch", "--format=%ct", commit], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    env = {
        **kept,
        **circumstance,
        "SOURCE_DATE_EPOCH": when,
        "MODELPICK_CACHE_DIR": str(folder / f"cache-{number}"),
        ADDRESS_VARIABLE: project_address(ROOT, os.environ) or "",
    }
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(checkout)]
    ran = subprocess.run(
        build,
        env=env,
        umask=umask,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if ran.returncode:
        sys.exit(ran.stdout)
    return out


def _differences_of_builds(one: Path, other: Path) -> Iterator[str]:
    """A line for each archive that is another one, and for what differs inside a wheel."""
    names = sorted({path.name for folder in (one, other) for path in folder.iterdir()})
    for name in names:
        mine, theirs = one / name, other / name
        if not (mine.exists() and theirs.exists()):
            yield f"{name}: made by one build alone"
        elif mine.read_bytes() != theirs.read_bytes():
            yield f"{name}: differs"
            if name.endswith(".whl"):
                yield from _differing_members(mine, theirs)


def _differing_members(one: Path, other: Path) -> Iterator[str]:
    with zipfile.ZipFile(one) as mine, zipfile.ZipFile(other) as theirs:
        listed = [{each.filename: each for each in wheel.infolist()} for wheel in (mine, theirs)]
        for name in sorted(listed[0].keys() | listed[1].keys()):
            entries = [found.get(name) for found in listed]
            if None in entries:
                yield f"  {name}: in one alone"
            elif mine.read(name) != theirs.read(name):
                yield f"  {name}: another content"
            elif len({(e.date_time, e.external_attr) for e in entries if e}) > 1:
                yield f"  {name}: another time or mode"


if __name__ == "__main__":
    sys.exit(main())
