"""The data releases that are kept: which there are, whether one is still what was signed, and how one is put there."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

from modelpick.catalog.bundled import (
    Bundle,
    current_file,
    release_bundle,
    releases_folder,
    said_current,
    shipped,
    version_of,
    version_order,
)
from modelpick.catalog.release import (
    MANIFEST,
    MOST_BYTES,
    DataRelease,
    ReleaseManifest,
    archive_name,
    check_files,
    read_manifest,
)
from modelpick.model.errors import ModelpickError
from modelpick.storage.reading import MAX_BYTES, read_regular
from modelpick.storage.writing import flush_folder, move_over, write_file

SHIPPED = "shipped"
"""Names the data that ship with the program, whatever their version."""
MOST_KEPT = 24
"""So many releases stay to be asked by their version; whoever wants an older one takes its archive anew."""
_KEPT_NAME = re.compile(r"\d{4}-\d\d-\d\d\.[1-9]\d{0,3}-[0-9a-f]{16}")
_DRAFT_START = ".new-"


def kept_releases() -> list[str]:
    """The releases that are kept, as ``VERSION-DIGEST``, the oldest first."""
    try:
        names = [name for name in os.listdir(releases_folder()) if _KEPT_NAME.fullmatch(name)]
    except OSError:
        return []
    return sorted(names, key=lambda name: version_order(version_of(name)))


def bundle_of(version: str) -> Bundle:
    """The data of `version`: a release that is kept, or what ships with the program.

    Raises:
        ModelpickError: no such data are here.
    """
    if version in (SHIPPED, shipped().version):
        return shipped()
    for release in kept_releases():
        if version == version_of(release):
            return release_bundle(release)
    known = [*map(version_of, kept_releases()), shipped().version]
    hint = f"Here are {', '.join(known)}; `modelpick catalog update --release --catalog-version VERSION` gets another"
    raise ModelpickError(f"is {version!r}, of which no data are here", where="{catalog_version}", hint=hint)


def last_taken() -> str:
    """The release that was taken last, as ``VERSION-DIGEST``, also where it is gone; empty where none was."""
    said = said_current()
    return said if _KEPT_NAME.fullmatch(said) else ""


def keep_release(release: DataRelease, archive: bytes) -> Bundle:
    """Unpack `release` where it is kept, beside its archive; it does not count yet. Whoever calls has the turn.

    Raises:
        OSError, ModelpickError: it cannot be written.
    """
    _clear_drafts()
    bundle = release_bundle(release.manifest.release)
    if not _fault_of_kept(bundle):
        return bundle
    write_file(_archive_of(bundle), archive, private=True)
    draft = releases_folder() / f"{_DRAFT_START}{os.urandom(8).hex()}"
    try:
        for name, content in {**release.files, MANIFEST: release.written}.items():
            place = draft.joinpath(*name.split("/"))
            place.parent.mkdir(parents=True, exist_ok=True)
            write_file(place, content)
        if bundle.folder.exists():
            shutil.rmtree(bundle.folder)
        move_over(draft, bundle.folder)
        flush_folder(releases_folder())
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return bundle


def make_current(bundle: Bundle) -> None:
    """Let `bundle` count from now on: the one write that does."""
    write_file(current_file(), f"{bundle.release}\n".encode("ascii"), private=True)
    kept = [name for name in kept_releases() if name != bundle.release]
    for name in kept[: -MOST_KEPT + 1] if len(kept) >= MOST_KEPT else []:
        drop_release(release_bundle(name))


def drop_release(bundle: Bundle) -> None:
    """Remove what is kept of `bundle`."""
    shutil.rmtree(bundle.folder, ignore_errors=True)
    with suppress(OSError):
        _archive_of(bundle).unlink()


def check_kept(bundle: Bundle) -> None:
    """Make sure that a release that is kept is what was signed, repairing it from its archive where it is not.

    Raises:
        ModelpickError: it is not, and cannot be repaired.
    """
    fault = _fault_of_kept(bundle)
    if fault is None:
        return
    from modelpick.catalog.release import unpacked_release

    try:
        archive = read_regular(_archive_of(bundle), limit=MOST_BYTES)
        release = unpacked_release(archive, str(_archive_of(bundle)))
        if release.manifest.release != bundle.release:
            raise ModelpickError("is of another release", where=str(_archive_of(bundle)))
        keep_release(release, archive)
    except (ModelpickError, OSError):
        hint = (
            f"Read its archive anew with `modelpick catalog update --from ARCHIVE`, or use --catalog-version {SHIPPED}"
        )
        raise ModelpickError(f"the data release {bundle.version} is damaged: {fault}", hint=hint) from None


def _fault_of_kept(bundle: Bundle) -> str | None:
    """Why what is kept of `bundle` is not what was signed; None if it is."""
    where = str(bundle.folder)
    try:
        manifest: ReleaseManifest = read_manifest(read_regular(bundle.folder / MANIFEST, limit=MAX_BYTES), where)
        if manifest.release != bundle.release:
            return "its manifest is another one"
        check_files(manifest, {name: read_regular(path, limit=MAX_BYTES) for name, path in _kept_files(bundle)}, where)
    except ModelpickError as error:
        return error.message
    return None


def _kept_files(bundle: Bundle) -> list[tuple[str, Path]]:
    """Every file of a release that is kept, but its manifest, under the name that the manifest gives it."""
    paths = [path for folder in (bundle.data, bundle.rules) for path in sorted(folder.rglob("*")) if not path.is_dir()]
    return [(path.relative_to(bundle.folder).as_posix(), path) for path in paths]


def _archive_of(bundle: Bundle) -> Path:
    return releases_folder() / archive_name(bundle.version)


def _clear_drafts() -> None:
    """Remove what a process that was killed left."""
    for left in releases_folder().glob(f"{_DRAFT_START}*"):
        shutil.rmtree(left, ignore_errors=True)
