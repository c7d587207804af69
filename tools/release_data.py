"""Make a data release: the data and rules of this checkout in one signed archive, and the list that names it.

    python -m tools.release_data key private.pem                  # a new key; prints the public one
    python -m tools.release_data make --key private.pem FOLDER    # signs, and writes the archive and latest.json
    python -m tools.release_data make --key private.pem --number 2 FOLDER   # the second release of a day

The day is that of the bundled data (`SHIPPED_ON`), or the one that --day says; the version is DAY.NUMBER, and must be
higher than the one in FOLDER. The private key may stand in the variable MODELPICK_SIGNING_KEY instead. The same content
and key make the same bytes. What was written is read back as the program reads it.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from modelpick import __version__
from modelpick.catalog.bundled import SHIPPED_ON, version_order
from modelpick.catalog.load import BUNDLED_FILES
from modelpick.catalog.release import FORMAT, SIGNED_AS, archive_name, packed_release, read_release
from modelpick.model.errors import ModelpickError
from modelpick.use_cases.release_update import INDEX, index_text

ROOT = Path(__file__).resolve().parents[1]
KEY_VARIABLE = "MODELPICK_SIGNING_KEY"
_RAW = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code; a fault of what was asked is told on standard error."""
    parser = argparse.ArgumentParser(prog="release_data", description=__doc__.partition("\n")[0])
    steps = parser.add_subparsers(required=True)
    key = steps.add_parser("key", help="make a key")
    key.add_argument("file", type=Path)
    key.set_defaults(run=lambda options: make_key(options.file))
    make = steps.add_parser("make", help="make a release")
    make.add_argument("folder", type=Path)
    make.add_argument("--key", type=Path, help=f"the private key; that in {KEY_VARIABLE} by default")
    make.add_argument("--source", type=Path, default=ROOT, help="the folder with data/ and rules/")
    make.add_argument("--day", default=SHIPPED_ON, help="the day up to which the data were read")
    make.add_argument("--number", type=int, default=1, help="which release of that day it is")
    make.add_argument("--needs", default=__version__, help="the earliest version of the program that reads it")
    make.set_defaults(run=_make_in_folder)
    options = parser.parse_args(arguments)
    try:
        print(options.run(options))
    except ModelpickError as error:
        print(f"release_data: {error}", file=sys.stderr)
        return int(error.code)
    return 0


def make_key(file: Path) -> str:
    """Write a new private key to `file`, which nobody else may read; the public one."""
    key = Ed25519PrivateKey.generate()
    written = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(written)
    return public_key(key)


def public_key(key: Ed25519PrivateKey) -> str:
    """The public key, as users write it."""
    return base64.b64encode(key.public_key().public_bytes(*_RAW)).decode("ascii")


def made_release(source: Path, key: Ed25519PrivateKey, day: str, number: int, needs: str = __version__) -> bytes:
    """The archive of the data and rules in `source`."""
    files = dict(_released_files(source))
    manifest = {
        "format": FORMAT,
        "version": f"{day}.{number}",
        "day": day,
        "needs": needs,
        "files": {
            name: {"size": len(content), "sha256": sha256(content).hexdigest()}
            for name, content in sorted(files.items())
        },
    }
    written = f"{json.dumps(manifest, indent=1)}\n".encode("ascii")
    return packed_release(written, key.sign(SIGNED_AS + written), files)


def _released_files(source: Path) -> Iterator[tuple[str, bytes]]:
    """What the program reads of `data` and `rules`, and under which licenses it stands."""
    names = [f"data/{name}" for name in (*BUNDLED_FILES, "estimator.json", "LICENSES.md")]
    names += [path.relative_to(source).as_posix() for path in sorted((source / "rules").rglob("*.yaml"))]
    yield from ((name, (source / name).read_bytes()) for name in names)


def _make_in_folder(options: Any) -> str:
    key = _private_key(options.key)
    archive = made_release(options.source, key, options.day, options.number, options.needs)
    version = f"{options.day}.{options.number}"
    release = read_release(archive, [public_key(key)], archive_name(version))
    index = options.folder / INDEX
    held = json.loads(index.read_bytes())["version"] if index.exists() else ""
    if version_order(held) >= version_order(release.manifest.version):
        raise ModelpickError(f"is {version}, not higher than the {held} that is there", where=str(options.folder))
    options.folder.mkdir(parents=True, exist_ok=True)
    (options.folder / archive_name(version)).write_bytes(archive)
    index.write_text(index_text(version), encoding="ascii", newline="\n")
    return f"{archive_name(version)}: {len(release.files)} files, {len(archive):,} bytes, key {public_key(key)}"


def _private_key(file: Path | None) -> Ed25519PrivateKey:
    text = file.read_bytes() if file else os.environ.get(KEY_VARIABLE, "").encode()
    if not text:
        raise ModelpickError("no key is named", hint=f"Give --key FILE, or set {KEY_VARIABLE}")
    found = serialization.load_pem_private_key(text, None)
    if not isinstance(found, Ed25519PrivateKey):
        raise ModelpickError("is no Ed25519 key", where=str(file or KEY_VARIABLE))
    return found


if __name__ == "__main__":
    sys.exit(main())
