"""A data release: one archive with the data and rules of a day, what they must be, byte for byte, and who says so.

The archive is a zip. `manifest.json` names every other file with its size and SHA-256, and `manifest.sig` signs the
manifest with Ed25519. Nothing but these two is unpacked before the signature holds, and nothing that the manifest does
not name is read at all. `cryptography`, of the extra ``releases``, is imported here alone.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256

from modelpick.catalog.bundled import version_order
from modelpick.model.dates import Day, is_day
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import Plain
from modelpick.storage.archives import ARCHIVE_FAULTS, unpacked

FORMAT = 1
"""Goes up when an archive is laid out in a way that earlier versions of the program do not read."""
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
SIGNED_AS = b"modelpick data release\0"
"""Stands before the manifest in what is signed, so that the key's signature of anything else is none of a release."""
MOST_BYTES = 16 * 1024**2
"""The largest archive that is read."""
MOST_UNPACKED = 64 * 1024**2
MOST_FILES = 2000
EXTRA = "pip install 'modelpick[releases]'"
_MOST_OF_MANIFEST, _MOST_OF_SIGNATURE = 1024**2, 256
_VERSION = re.compile(r"\d{4}-\d\d-\d\d\.(?:[1-9]\d{0,3})")
_PROGRAM = re.compile(r"\d{1,4}(?:\.\d{1,4}){1,3}")
_FILE_NAME = re.compile(r"(?:data|rules)(?:/[a-z0-9][a-z0-9_-]*)*/[A-Za-z0-9][A-Za-z0-9_-]*\.(?:yaml|json|md)")
_WINDOWS_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
_ARCHIVE_NAME = re.compile(r"modelpick-data-(\d{4}-\d\d-\d\d\.[1-9]\d{0,3})\.zip")


class ReleaseManifest(Plain):
    """What a release says of itself. `needs`: the earliest version of the program that reads it; `files`: name ->
    (size, SHA-256 in hexadecimal digits)."""

    version: str
    day: Day
    needs: str
    files: Mapping[str, tuple[int, str]]
    digest: str
    """The first digits of the SHA-256 of the manifest itself."""

    @property
    def release(self) -> str:
        """The name that the release is kept under."""
        return f"{self.version}-{self.digest}"


class DataRelease(Plain):
    """A release whose signature and digests hold."""

    manifest: ReleaseManifest
    written: bytes
    """The manifest as it was signed."""
    files: Mapping[str, bytes]


def archive_name(version: str) -> str:
    """``modelpick-data-2026-12-01.1.zip``."""
    return f"modelpick-data-{version}.zip"


def version_in(name: str) -> str | None:
    """The version in the name of an archive; None of any other name."""
    found = _ARCHIVE_NAME.fullmatch(name)
    return found[1] if found else None


def read_release(archive: bytes, keys: Sequence[str], where: str) -> DataRelease:
    """The release in `archive`, signed with one of `keys`.

    Args:
        keys: Ed25519 public keys, their 32 bytes in base64.
        where: what the archive is called in errors.

    Raises:
        ModelpickError: it is not signed by any of `keys`, or not what was signed; `cryptography` is missing.
    """
    return _read_archive(archive, where, lambda written, signed: check_signature(written, signed, keys, where))


def unpacked_release(archive: bytes, where: str) -> DataRelease:
    """The same of an archive whose signature was checked when it was taken: whoever asks knows its digest."""
    return _read_archive(archive, where, lambda *_: None)


def _read_archive(archive: bytes, where: str, check: Callable[[bytes, bytes], None]) -> DataRelease:
    if len(archive) > MOST_BYTES:
        raise ModelpickError(f"is larger than {MOST_BYTES // 1024**2} MB, the most that a release has", where=where)
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            inside = opened.infolist()
            if len(inside) > MOST_FILES:
                raise ModelpickError(f"holds more than {MOST_FILES:,} files", where=where)
            written = _unpacked_file(opened, MANIFEST, _MOST_OF_MANIFEST)
            check(written, _unpacked_file(opened, SIGNATURE, _MOST_OF_SIGNATURE))
            manifest = read_manifest(written, where)
            if sorted(each.filename for each in inside) != sorted((*manifest.files, MANIFEST, SIGNATURE)):
                raise ModelpickError("does not hold the files that its manifest names", where=where)
            files = {name: _unpacked_file(opened, name, size) for name, (size, _) in manifest.files.items()}
    except ARCHIVE_FAULTS as error:
        raise ModelpickError(f"is no archive of a data release: {_said_by(error)}", where=where) from None
    check_files(manifest, files, where)
    return DataRelease(manifest, written, files)


def check_files(manifest: ReleaseManifest, files: Mapping[str, bytes], where: str) -> None:
    """Refuse `files` that are not, byte for byte, those that `manifest` names.

    Raises:
        ModelpickError: the first that is not.
    """
    if files.keys() != manifest.files.keys():
        raise ModelpickError("does not hold the files that its manifest names", where=where)
    for name, (size, digest) in manifest.files.items():
        if len(files[name]) != size or sha256(files[name]).hexdigest() != digest:
            raise ModelpickError(f"holds another {name} than the one that was signed", where=where)


def check_signature(written: bytes, signature: bytes, keys: Sequence[str], where: str) -> None:
    """Refuse a manifest that none of `keys` signed.

    Raises:
        ModelpickError: none did; a key is no key; `cryptography` is missing.
    """
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        raise ModelpickError("signatures are checked by the package cryptography", hint=f"Run {EXTRA}") from None
    if not keys:
        hint = "Put the publisher's public key into releases.toml (`keys`), or into MODELPICK_RELEASE_KEY"
        raise ModelpickError("no public key is known to check it with", where=where, hint=hint)
    for key in [Ed25519PublicKey.from_public_bytes(_key_bytes(key)) for key in keys]:
        try:
            key.verify(signature, SIGNED_AS + written)
        except InvalidSignature:
            continue
        return
    hint = "Take it from its publisher anew; if the publisher has a new key, ask there for it"
    raise ModelpickError("is not signed with a key that you trust, and is refused", where=where, hint=hint)


def read_manifest(written: bytes, where: str) -> ReleaseManifest:
    """The manifest, checked.

    Raises:
        ModelpickError: it is none, or of a later format.
    """
    try:
        data = json.loads(written)
        if isinstance(data, dict) and isinstance(data.get("format"), int) and data["format"] > FORMAT:
            hint = "Update modelpick"
            raise ModelpickError("is laid out in a way that this version does not read", where=where, hint=hint)
        files = {name: (each["size"], each["sha256"]) for name, each in data["files"].items()}
        found = ReleaseManifest(data["version"], data["day"], data["needs"], files, sha256(written).hexdigest()[:16])
        fault = "it is of another format" if data["format"] != FORMAT else _manifest_fault(found)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        fault = "it cannot be read"
    if fault:
        raise ModelpickError(f"has a manifest that is none: {fault}", where=where)
    return found


def _manifest_fault(found: ReleaseManifest) -> str | None:
    """What is wrong with values that anybody may have written; None if nothing is."""
    texts = (found.version, found.day, found.needs)
    if not all(isinstance(each, str) for each in texts) or not _VERSION.fullmatch(found.version):
        return "its version is none"
    if not is_day(found.day) or version_order(found.version)[0] != found.day:
        return "its version is not of its day"
    if not _PROGRAM.fullmatch(found.needs):
        return "the version of the program that it needs is none"
    return _names_fault(found.files)


def _names_fault(files: Mapping[str, tuple[int, str]]) -> str | None:
    if len({name.lower() for name in files}) < len(files):
        return "two of its files have one name where letters count alike"
    total = 0
    for name, (size, digest) in files.items():
        if not _FILE_NAME.fullmatch(name) or any(map(_WINDOWS_DEVICES.match, name.split("/"))):
            return "it names a file that no release has"
        if type(size) is not int or size < 0 or not re.fullmatch("[0-9a-f]{64}", str(digest)):
            return f"what it says of {name} is no size and digest"
        total += size
    if total > MOST_UNPACKED:
        return f"its files are more than {MOST_UNPACKED // 1024**2} MB"
    return None if "data/models.yaml" in files else "it names no data/models.yaml"


def _unpacked_file(opened: zipfile.ZipFile, name: str, most: int) -> bytes:
    found = unpacked(opened, name, most)
    if len(found) > most:
        raise ValueError(f"{name} is larger than it may be")
    return found


def _key_bytes(key: str) -> bytes:
    try:
        found = base64.b64decode(key.strip(), validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != 32:
        hint = "Write the 32 bytes of the key in base64, as the publisher gives them"
        raise ModelpickError("is no Ed25519 public key", where="the key of data releases", hint=hint)
    return found


def _said_by(error: BaseException) -> str:
    """The kind of fault in our words; what a library says may quote the archive."""
    if isinstance(error, KeyError):
        return "its manifest or signature is missing"
    return "it is damaged" if not isinstance(error, RuntimeError | NotImplementedError) else "it is packed otherwise"


def packed_release(manifest: bytes, signature: bytes, files: Mapping[str, bytes]) -> bytes:
    """The archive, the same bytes for the same content."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, content in _archive_order(manifest, signature, files):
            # Without a clock, and as on any system.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            packed.writestr(entry, content)
    return out.getvalue()


def _archive_order(manifest: bytes, signature: bytes, files: Mapping[str, bytes]) -> Iterable[tuple[str, bytes]]:
    yield MANIFEST, manifest
    yield SIGNATURE, signature
    yield from sorted(files.items())
