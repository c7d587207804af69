"""Takes a data release from where the user said, or copies it for machines without a network; whole, or not at all."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from modelpick.catalog.bundled import Bundle, current_bundle, releases_folder, shipped, version_of, version_order
from modelpick.catalog.release import MOST_BYTES, DataRelease, archive_name, read_release, version_in
from modelpick.documents.market_reports import ReleaseOutcome, ReleaseUpdate
from modelpick.model.dates import Day, days_after
from modelpick.model.errors import InputErrors, ModelpickError
from modelpick.model.fields import Plain
from modelpick.sources.adapter import Adapter
from modelpick.sources.fetch import PAUSES, TIMEOUT, fetch
from modelpick.storage.folders import config_folder, make_private
from modelpick.storage.http import shown
from modelpick.storage.lock import Busy, Turn
from modelpick.storage.reading import MissingFile, read_regular
from modelpick.storage.writing import make_folder, refuse_foreign, write_file
from modelpick.use_cases.releases import drop_release, keep_release, kept_releases, last_taken, make_current

INDEX = "latest.json"
"""Beside the archives: ``{"version": ..., "file": ...}``, which archive is the newest. It is not signed, for it can
only name an archive that is; one that names an old archive is refused as a rollback."""
SETTINGS = "releases.toml"
PLACE_VARIABLE, KEY_VARIABLE = "MODELPICK_RELEASES", "MODELPICK_RELEASE_KEY"
_LARGEST_INDEX = 64 * 1024
_PATIENCE = 120.0


class ReleaseSettings(Plain):
    """Where data releases are taken from, an address or a folder, and the public keys that they are signed with."""

    place: str | None = None
    keys: tuple[str, ...] = ()


class FoundRelease(Plain):
    """The archive that a place holds. `name`: what it is called in errors; `version`: the one that it is said to be."""

    name: str
    version: str | None
    archive: bytes


def release_settings(environ: Mapping[str, str]) -> ReleaseSettings:
    """What the environment says, else `releases.toml` of the config folder.

    Raises:
        ModelpickError: that file is faulty.
    """
    file = config_folder() / SETTINGS
    place: str | None = None
    keys: tuple[str, ...] = ()
    with suppress(MissingFile):
        place, keys = _settings_of_file(file, read_regular(file, limit=_LARGEST_INDEX))
    key = environ.get(KEY_VARIABLE, "").split()
    return ReleaseSettings(environ.get(PLACE_VARIABLE, "").strip() or place, tuple(key) or keys)


def _settings_of_file(file: Path, content: bytes) -> tuple[str | None, tuple[str, ...]]:
    import tomllib

    hint = 'Write `from = "https://..."` and `keys = ["..."]`'
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeError) as error:
        raise ModelpickError(f"is no TOML: {error}", where=str(file), hint=hint) from None
    place, keys = data.pop("from", None), data.pop("keys", [])
    good = isinstance(keys, list) and all(isinstance(each, str) for each in keys) and isinstance(place, str | None)
    if data or not good:
        raise ModelpickError("says more than `from` and `keys`, or says them otherwise", where=str(file), hint=hint)
    return place, tuple(keys)


def holds_release(place: str) -> bool:
    """Whether `place` is a folder with data releases, or the archive of one, by its name."""
    path = Path(place).expanduser()
    return "://" not in place and (version_in(path.name) is not None or (path / INDEX).is_file())


def update_release(
    place: str | None,
    environ: Mapping[str, str],
    today: Day,
    program: str,
    timeout: float = TIMEOUT,
    version: str | None = None,
) -> ReleaseUpdate:
    """Take the newest data release of `place`, or of where the user's settings say.

    Args:
        version: keep the release of this version beside the one that counts, to be asked by it; no more than that.

    Raises:
        ModelpickError: there is none, or it is refused; what was there before still counts.
        Unreachable: the place cannot be reached.
    """
    settings = release_settings(environ)
    found, release = _release_found(place, settings, today, program, timeout, version)
    with _release_turn():
        before, name = current_bundle(), release.manifest.release
        if name == before.release or (version and name in kept_releases()):
            return _update_line("unchanged", release, before, found)
        _refuse_other_content(release, found.name)
        if version is None:
            _refuse_rollback(release, found.name)
        was_kept = name in kept_releases()
        bundle = keep_release(release, found.archive)
        try:
            _check_readable(bundle, today, found.name)
        except BaseException:
            if not was_kept:
                drop_release(bundle)
            raise
        if version is None:
            make_current(bundle)
    return _update_line("taken" if version is None else "kept", release, before, found)


def mirror_release(
    folder: Path, place: str | None, environ: Mapping[str, str], today: Day, program: str, timeout: float = TIMEOUT
) -> ReleaseUpdate:
    """Copy the newest data release of `place`, or of where the user's settings say, into `folder`, which then is such
    a place itself. Nothing is taken here; who takes it from there checks it again.

    Raises:
        ModelpickError: there is none, or it is refused, or `folder` holds a newer one.
    """
    found, release = _release_found(place, release_settings(environ), today, program, timeout)
    version = release.manifest.version
    make_folder(folder)
    index = folder / INDEX
    refuse_foreign(index, lambda content: _index_of(content) is not None, "list of releases", limit=_LARGEST_INDEX)
    held = _index_of(read_regular(index, limit=_LARGEST_INDEX)) if index.exists() else None
    if held and version_order(held) > version_order(version):
        hint = "Mirror a newer one, or into another folder"
        raise ModelpickError(f"holds {held}, which is newer than {version}", where=str(folder), hint=hint)
    # The archive comes first: a list never names what is not there.
    write_file(folder / archive_name(version), found.archive)
    write_file(index, index_text(version).encode("ascii"))
    return _update_line("mirrored", release, current_bundle(), found, str(folder))


def index_text(version: str) -> str:
    """The list beside the archives whose newest is that of `version`."""
    return json.dumps({"version": version, "file": archive_name(version)}, indent=2) + "\n"


def _release_found(
    place: str | None, settings: ReleaseSettings, today: Day, program: str, timeout: float, version: str | None = None
) -> tuple[FoundRelease, DataRelease]:
    """The newest release of a place, or that of `version`, signed, and for this program and day."""
    where = place or settings.place
    if where is None:
        hint = f"Name a place in {config_folder() / SETTINGS} (`from`), in {PLACE_VARIABLE}, or with {{read_from}}"
        raise ModelpickError("no place is known that data releases are taken from", hint=hint)
    if version is not None and version_in(archive_name(version)) is None:
        hint = "Write 2026-12-01.1: the day, and the number of the release on it"
        raise ModelpickError(f"is {version!r}, which is no version of a release", where="{catalog_version}", hint=hint)
    path = Path(where).expanduser()
    found = _fetched_release(where, timeout, version) if "://" in where else _release_of_folder(path, version)
    release = read_release(found.archive, settings.keys, found.name)
    manifest = release.manifest
    if found.version not in (None, manifest.version):
        raise ModelpickError(f"is {manifest.version}, and not what its place says", where=found.name)
    if _numbers_of(manifest.needs) > _numbers_of(program):
        hint = "Update modelpick first"
        raise ModelpickError(f"needs modelpick {manifest.needs}, this is {program}", where=found.name, hint=hint)
    if manifest.day > days_after(today, 1):
        raise ModelpickError(f"is of {manifest.day}, which has not come", where=found.name, hint="Check the clock")
    return found, release


def _release_of_folder(path: Path, wanted: str | None) -> FoundRelease:
    if path.is_dir() and wanted is not None:
        path = path / archive_name(wanted)
    elif path.is_dir():
        index = path / INDEX
        try:
            version = _index_of(read_regular(index, limit=_LARGEST_INDEX))
        except MissingFile:
            hint = f"Make such a folder with `modelpick catalog mirror {path}`"
            raise ModelpickError(f"holds no {INDEX}", where=str(path), hint=hint) from None
        path = path / archive_name(_needed_version(version, str(index)))
    return FoundRelease(str(path), wanted or version_in(path.name), read_regular(path, limit=MOST_BYTES))


def _fetched_release(place: str, timeout: float, wanted: str | None) -> FoundRelease:
    named = version_in(place.rsplit("/", 1)[-1])
    if named:
        return FoundRelease(shown(place), wanted or named, _fetched_document(place, MOST_BYTES, timeout))
    base = place if place.endswith("/") else f"{place}/"
    if wanted is None:
        index = f"{base}{INDEX}"
        wanted = _needed_version(_index_of(_fetched_document(index, _LARGEST_INDEX, timeout)), shown(index))
    address = f"{base}{archive_name(wanted)}"
    return FoundRelease(shown(address), wanted, _fetched_document(address, MOST_BYTES, timeout))


def _fetched_document(url: str, most: int, timeout: float) -> bytes:
    found = fetch(_release_place(url), url, timeout=timeout, max_bytes=most, pauses=PAUSES)
    return getattr(found, "data", b"")


def _release_place(url: str) -> Adapter:
    """Whose documents releases are; they are no source of figures, and nothing of them is parsed."""
    return Adapter("release", "data releases", "", "", "", urls=(url,), form="archive")


def _index_of(content: bytes) -> str | None:
    """The version that a list of releases names; None where it is no such list."""
    try:
        version = json.loads(content)["version"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return version if isinstance(version, str) and version_in(archive_name(version)) else None


def _needed_version(version: str | None, where: str) -> str:
    if version is None:
        raise ModelpickError("is no list of data releases", where=where)
    return version


def _refuse_rollback(release: DataRelease, where: str) -> None:
    """Refuse what is older than what was taken here last, or ships with the program."""
    version, last = release.manifest.version, last_taken()
    highest = max(shipped().version, version_of(last), key=version_order)
    if version_order(version) < version_order(highest):
        hint = f"With --catalog-version {version} it is kept beside, to be asked by its version"
        said = f"is {version}, older than the {highest} that is here, and is refused"
        raise ModelpickError(said, where=where, hint=hint)


def _refuse_other_content(release: DataRelease, where: str) -> None:
    """Refuse a release of a version of which another content is, or was, here."""
    name, version = release.manifest.release, release.manifest.version
    if any(version == version_of(known) and known != name for known in (*kept_releases(), last_taken())):
        raise ModelpickError(f"has another content than the {version} that is here, and is refused", where=where)


def _check_readable(bundle: Bundle, today: Day, where: str) -> None:
    """Make sure that this program reads every file of `bundle`."""
    from modelpick.use_cases.load import CatalogInputs, compiled

    try:
        compiled(CatalogInputs(synced=False, bundle=bundle), today)
    except InputErrors as error:
        first = error.problems[0]
        raise ModelpickError(f"cannot be read by this version: {first.message}", where=where) from None


def _update_line(
    outcome: ReleaseOutcome, release: DataRelease, before: Bundle, found: FoundRelease, folder: str | None = None
) -> ReleaseUpdate:
    manifest = release.manifest
    return ReleaseUpdate(
        outcome=outcome,
        version=manifest.version,
        day=manifest.day,
        before=before.version,
        place=found.name,
        files=len(manifest.files),
        folder=folder,
    )


def _numbers_of(version: str) -> tuple[int, ...]:
    """``0.10.2`` to be compared; what is not a number, as in a version under development, counts as the one before."""
    parts = []
    for part in version.split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        parts.append(int(digits or 0))
    return (*parts, 0, 0, 0)[:4]


@contextmanager
def _release_turn() -> Iterator[None]:
    """Held while a release is taken: one process at a time does that."""
    try:
        make_private(releases_folder())
        with Turn(releases_folder() / "turn.lock", _PATIENCE):
            yield
    except Busy:
        raise ModelpickError("another process is taking a data release, and does not end") from None
    except (OSError, sqlite3.Error) as error:
        said = getattr(error, "strerror", None) or error
        raise ModelpickError(f"cannot be written: {said}", where=str(releases_folder())) from None
