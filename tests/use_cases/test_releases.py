"""Data releases: signed data and rules in place of those that ship; what is refused leaves everything as it was."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("cryptography")

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import modelpick
from modelpick import api
from modelpick.catalog.bundled import SHIPPED_ON, current_bundle, current_file, releases_folder, shipped
from modelpick.catalog.load import BUNDLED_FILES
from modelpick.catalog.release import MANIFEST, SIGNATURE, SIGNED_AS, archive_name, packed_release, read_release
from modelpick.documents.market_reports import ReleaseUpdate, UpdateReport
from modelpick.model.dates import days_after
from modelpick.model.errors import Exit, ModelpickError
from modelpick.model.request import Request
from modelpick.render.dispatch import rendered
from modelpick.storage import writing
from modelpick.use_cases import release_update, releases
from modelpick.use_cases.load import load
from modelpick.use_cases.release_update import INDEX, index_text, mirror_release, update_release
from modelpick.use_cases.releases import bundle_of
from tests.conftest import TODAY, Result, put_compiled_bundle
from tests.sources.serving import Call, serving
from tools.release_data import made_release, main, public_key

HOME = Path(modelpick.__file__).parents[1]
SHARED = HOME / "tests" / "scenarios" / "shared"
KEY, OTHER_KEY = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2))
NOW = max(TODAY, days_after(SHIPPED_ON, 10))
FIRST, SECOND, THIRD = (days_after(SHIPPED_ON, number) for number in (1, 2, 3))
MODEL = """
  - id: us/one
    name: One
    released: 2025-12-05
    weights: closed
    license: {{id: proprietary, commercial: conditional}}
    measurements:
      - {{benchmark: exam, value: {score}, by: independent, source: board, on: 2026-01-01}}
"""


def source_tree(folder: Path, score: float) -> Path:
    """A `data` and a `rules` folder, small ones, in which model One has that score."""
    data = folder / "data"
    shutil.copytree(SHARED / "rules", folder / "rules" / "needs", ignore=shutil.ignore_patterns("all-rounder.yaml"))
    data.mkdir()
    for name in BUNDLED_FILES:
        (data / name).write_text("{}\n", "utf-8")
    (data / "benchmarks.yaml").write_text((SHARED / "base.yaml").read_text("utf-8"), "utf-8")
    (data / "models.yaml").write_text(f"models:{MODEL.format(score=score)}", "utf-8")
    (data / "estimator.json").write_text("null\n", "utf-8")
    (data / "LICENSES.md").write_text("None.\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Three releases by version; One has 61, 62 and 63 in them."""
    made = {}
    for place, day in enumerate((FIRST, SECOND, THIRD), 1):
        tree = source_tree(tmp_path_factory.mktemp("tree"), 60 + place)
        made[f"{day}.1"] = made_release(tree, KEY, day, 1)
    return made


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache and a config folder of the test's own; the key is known."""
    monkeypatch.setenv("MODELPICK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("MODELPICK_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setattr(release_update, "PAUSES", ())
    (tmp_path / "config").mkdir()
    file = tmp_path / "config" / "releases.toml"
    file.write_text(f'keys = ["{public_key(KEY)}"]\n', "utf-8")
    return file


@pytest.fixture
def mirror(tmp_path: Path, archives: dict[str, bytes]) -> Callable[[str], Path]:
    """Makes a folder with the releases up to a version."""

    def make(version: str) -> Path:
        folder = tmp_path / f"mirror-{version}"
        folder.mkdir()
        for known, archive in archives.items():
            if known <= version:
                (folder / archive_name(known)).write_bytes(archive)
        (folder / INDEX).write_text(index_text(version), "ascii")
        return folder

    return make


def take(place: Path | str, version: str | None = None) -> Any:
    return update_release(str(place), {}, NOW, "0.1.0", version=version)


def score_of_one(version: str | None = None) -> float:
    card = api.load(today=NOW, project=False, catalog_version=version).facts.models["us/one"]
    return card.measurements[0].value


def everything_kept() -> dict[str, bytes]:
    """Every file below the folder of releases, but the lock."""
    files = (path for path in releases_folder().rglob("*") if path.is_file() and path.name != "turn.lock")
    return {str(path): path.read_bytes() for path in files}


def refused(place: Path | str, said: str, **more: Any) -> None:
    """What is refused says why, and nothing is another than before."""
    before = everything_kept()
    with pytest.raises(ModelpickError, match=said):
        take(place, **more)
    assert everything_kept() == before


def test_a_release_stands_in_place_of_what_ships(mirror: Callable[[str], Path]) -> None:
    taken = take(mirror(f"{FIRST}.1"))
    assert (taken.outcome, taken.version, taken.before) == ("taken", f"{FIRST}.1", f"{SHIPPED_ON}.0")
    catalog = api.load(today=NOW, project=False)
    assert list(catalog.facts.models) == ["us/one"]
    assert {"doing", "knowledge"} <= set(catalog.rulebook.needs)
    file_of = load(today=NOW).rule_file
    assert file_of("need", "doing") == current_bundle().rules / "needs" / "doing.yaml"
    (layer,) = catalog.info().layers
    assert (layer.kind, layer.name, layer.day) == ("bundled", f"release {FIRST}.1", FIRST)
    assert catalog.recommend(Request(needs="knowledge")).ranking[0].model == "us/one"
    assert take(mirror(f"{SECOND}.1")).outcome == "taken"
    assert score_of_one() == 62


def test_a_folder_that_is_looked_through_gets_its_place_a_moment_later(
    mirror: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows does it: a folder is not moved while a scanner has something of it open."""
    replaced, tries = os.replace, []

    def busy(draft: Path, target: Path) -> None:
        if Path(draft).is_dir():
            tries.append(target)
            if len(tries) < 3:
                raise PermissionError(13, "in use")
        replaced(draft, target)

    monkeypatch.setattr(os, "replace", busy)
    monkeypatch.setattr(os, "rename", busy)
    monkeypatch.setattr(writing, "_LOCKED_WHILE_OPEN", True)
    monkeypatch.setattr(writing, "_RETRY_PAUSES", (0, 0, 0))
    take(mirror(f"{FIRST}.1"))
    assert len(tries) == 3


def test_old_answers_replay_by_version(mirror: Callable[[str], Path]) -> None:
    for version in (f"{FIRST}.1", f"{THIRD}.1"):
        take(mirror(version))
    assert score_of_one() == 63
    assert score_of_one(f"{FIRST}.1") == 61
    asked = (bundle_of("shipped"), bundle_of(f"{SHIPPED_ON}.0"))
    assert {(found.folder, found.version) for found in asked} == {(shipped().folder, f"{SHIPPED_ON}.0")}
    with pytest.raises(ModelpickError, match="of which no data are here") as error:
        score_of_one(f"{SECOND}.1")
    assert error.value.field == "catalog_version"
    kept = take(mirror(f"{SECOND}.1"), f"{SECOND}.1")
    assert kept.outcome == "kept"
    assert (score_of_one(f"{SECOND}.1"), score_of_one()) == (62, 63)


def test_a_rollback_is_refused(mirror: Callable[[str], Path], tmp_path: Path) -> None:
    put_compiled_bundle(tmp_path / "cache")  # the catalog that ships
    old, new = mirror(f"{FIRST}.1"), mirror(f"{SECOND}.1")
    take(new)
    refused(old, f"older than the {SECOND}.1 that is here")
    refused(old / archive_name(f"{FIRST}.1"), "older than")
    shutil.rmtree(current_bundle().folder)  # what counted is gone, but not that it did
    refused(old, "older than")
    assert current_bundle().release == ""
    (note,) = api.load(today=NOW, project=False).notes
    assert note.startswith(f"the data release {SECOND}.1 is gone: these are the data of {SHIPPED_ON}")
    assert take(new).outcome == "taken"  # it is had anew
    assert api.load(today=NOW, project=False).notes == ()
    assert score_of_one() == 62


def test_own_files_are_checked_over_the_release(mirror: Callable[[str], Path], tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("aliases:\n  - {alias: uno, model: us/one}\n", "utf-8")
    assert api.validate(own, project=False).problems  # what ships knows no such model
    take(mirror(f"{FIRST}.1"))
    checked = api.validate(own, project=False)
    assert (checked.problems, checked.counts["models"]) == ((), 1)
    (place,) = [folder.path for folder in api.config_paths().folders if folder.what == "bundled"]
    assert place == str(current_bundle().data)


def test_what_is_kept_beside_is_no_floor(mirror: Callable[[str], Path]) -> None:
    take(mirror(f"{FIRST}.1"))
    assert take(mirror(f"{THIRD}.1"), f"{THIRD}.1").outcome == "kept"
    assert take(mirror(f"{SECOND}.1")).outcome == "taken"
    assert take(mirror_of(mirror, THIRD)).outcome == "taken"
    assert score_of_one() == 63


def test_what_ships_with_the_program_is_a_version_too(tmp_path: Path) -> None:
    archive = made_release(source_tree(tmp_path, 50), KEY, "2026-01-01", 9)
    (tmp_path / archive_name("2026-01-01.9")).write_bytes(archive)
    refused(tmp_path / archive_name("2026-01-01.9"), f"older than the {SHIPPED_ON}.0")


def test_one_version_has_one_content(tmp_path: Path, mirror: Callable[[str], Path]) -> None:
    take(mirror(f"{FIRST}.1"))
    other = tmp_path / archive_name(f"{FIRST}.1")
    other.write_bytes(made_release(source_tree(tmp_path, 99), KEY, FIRST, 1))
    refused(other, "has another content than")
    refused(other, "has another content than", version=f"{FIRST}.1")


def repacked(archive: bytes, **changed: bytes | None) -> bytes:
    """`archive` with other files: None takes one away. Names are written with __ for / and _dot_ for the dot."""
    files = {}
    with zipfile.ZipFile(io.BytesIO(archive)) as inside:
        files = {name: inside.read(name) for name in inside.namelist()}
    for word, content in changed.items():
        name = word.replace("__", "/").replace("_dot_", ".")
        files.pop(name, None)
        if content is not None:
            files[name] = content
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def resigned(archive: bytes, **changed: Any) -> bytes:
    """`archive` with another manifest, signed by its publisher."""
    with zipfile.ZipFile(io.BytesIO(archive)) as inside:
        manifest = {**json.loads(inside.read(MANIFEST)), **changed}
        files = {name: inside.read(name) for name in inside.namelist() if name not in (MANIFEST, SIGNATURE)}
    written = json.dumps(manifest).encode()
    return packed_release(written, KEY.sign(SIGNED_AS + written), files)


TAMPERED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "another file": (
        lambda a: repacked(a, data__models_dot_yaml=b"models: []\n"), "another data/models.yaml than the one that was"
    ),
    "a file of the same size": (
        lambda a: repacked(a, data__LICENSES_dot_md=b"Nonse\n"), "another data/LICENSES.md than the one that was signed"
    ),
    "a file more": (lambda a: repacked(a, data__more_dot_yaml=b"{}"), "does not hold the files"),
    "a file less": (lambda a: repacked(a, data__LICENSES_dot_md=None), "does not hold the files"),
    "a file outside": (lambda a: repacked(a, **{"..__..__evil_dot_yaml": b"{}"}), "does not hold the files"),
    "another manifest": (lambda a: repacked(a, manifest_dot_json=b"{}"), "not signed with a key that you trust"),
    "no manifest": (lambda a: repacked(a, manifest_dot_json=None), "manifest or signature is missing"),
    "no signature": (lambda a: repacked(a, manifest_dot_sig=None), "manifest or signature is missing"),
    "a signature of zeros": (lambda a: repacked(a, manifest_dot_sig=bytes(64)), "not signed with a key"),
    "a short signature": (lambda a: repacked(a, manifest_dot_sig=b"x"), "not signed with a key"),
    "cut off": (lambda a: a[: len(a) // 2], "is no archive of a data release"),
    "empty": (lambda _: b"", "is no archive of a data release"),
    "no zip": (lambda _: b"<html>not found</html>" * 9, "is no archive of a data release"),
    "a later format": (lambda a: resigned(a, format=2), "Update modelpick"),
    "no version": (lambda a: resigned(a, version="1"), "its version is none"),
    "another day": (lambda a: resigned(a, day="2026-01-01"), "its version is not of its day"),
    "a later program": (lambda a: resigned(a, needs="0.2"), "needs modelpick 0.2, this is 0.1.0"),
    "no files": (lambda a: resigned(a, files={}), "it names no data/models.yaml"),
    "a path upwards": (
        lambda a: resigned(a, files={"data/../../evil.yaml": {"size": 1, "sha256": "0" * 64}}),
        "a file that no release has",
    ),
    "a device": (
        lambda a: resigned(a, files={"data/NUL.yaml": {"size": 1, "sha256": "0" * 64}}), "a file that no release has"
    ),
    "names that differ in case": (
        lambda a: resigned(a, files={name: {"size": 1, "sha256": "0" * 64} for name in ("data/a.yaml", "data/A.yaml")}),
        "two of its files have one name",
    ),
    "too much": (
        lambda a: resigned(a, files={"data/models.yaml": {"size": 2**40, "sha256": "0" * 64}}), "more than 64 MB"
    ),
    "a size that is none": (
        lambda a: resigned(a, files={"data/models.yaml": {"size": True, "sha256": "0" * 64}}), "no size and digest"
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERED)
def test_what_is_tampered_with_is_refused(what: str, tmp_path: Path, archives: dict[str, bytes]) -> None:
    change, said = TAMPERED[what]
    place = tmp_path / archive_name(f"{FIRST}.1")
    place.write_bytes(change(archives[f"{FIRST}.1"]))
    refused(place, said)
    assert current_bundle().release == ""


def test_each_flipped_byte_is_refused_or_harmless(archives: dict[str, bytes]) -> None:
    """Wherever a byte is another one, what is read is what was signed, or nothing."""
    archive = archives[f"{FIRST}.1"]
    whole = read_release(archive, [public_key(KEY)], "archive")
    refusals = 0
    for place in range(0, len(archive), max(1, len(archive) // 400)):
        other = bytearray(archive)
        other[place] ^= 0x41
        try:
            assert read_release(bytes(other), [public_key(KEY)], "archive") == whole
        except ModelpickError:
            refusals += 1
    assert refusals > 300


def test_a_bomb_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(MANIFEST, bytes(64 * 1024**2))
        packed.writestr(SIGNATURE, bytes(64))
    with pytest.raises(ModelpickError, match="is no archive of a data release"):
        read_release(out.getvalue(), [public_key(KEY)], "archive")


def test_only_a_trusted_key_counts(mirror: Callable[[str], Path], settings: Path) -> None:
    place = mirror(f"{FIRST}.1")
    settings.write_text(f'keys = ["{public_key(OTHER_KEY)}"]\n', "utf-8")
    refused(place, "not signed with a key that you trust")
    settings.write_text("", "utf-8")
    refused(place, "no public key is known")
    settings.write_text('keys = ["short"]\n', "utf-8")
    refused(place, "is no Ed25519 public key")
    settings.write_text('key = "what"\n', "utf-8")
    refused(place, "says more than `from` and `keys`")
    settings.write_text(f'keys = ["{public_key(OTHER_KEY)}", "{public_key(KEY)}"]\n', "utf-8")
    assert take(place).outcome == "taken"


def test_data_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    tree = source_tree(tmp_path, 70)
    (tree / "data" / "models.yaml").write_text("models: [{id: us/one, weight: closed}]\n", "utf-8")
    place = tmp_path / archive_name(f"{FIRST}.1")
    place.write_bytes(made_release(tree, KEY, FIRST, 1))
    refused(place, "cannot be read by this version")


def test_a_release_of_a_day_ahead_is_refused(tmp_path: Path) -> None:
    day = days_after(NOW, 2)
    place = tmp_path / archive_name(f"{day}.1")
    place.write_bytes(made_release(source_tree(tmp_path, 70), KEY, day, 1))
    refused(place, "which has not come")


def test_a_damaged_copy_is_repaired_from_its_archive(mirror: Callable[[str], Path], tmp_path: Path) -> None:
    take(mirror(f"{FIRST}.1"))
    models = current_bundle().data / "models.yaml"
    whole = models.read_bytes()
    models.write_bytes(whole.replace(b"61", b"91"))
    assert score_of_one() == 61
    assert models.read_bytes() == whole
    models.write_bytes(b"")
    (releases_folder() / archive_name(f"{FIRST}.1")).write_bytes(b"")
    shutil.rmtree(tmp_path / "cache" / "snapshots", ignore_errors=True)  # not there where the cache is not trusted
    with pytest.raises(ModelpickError, match="is damaged"):
        score_of_one()


def test_a_program_that_ships_newer_data_uses_them(
    mirror: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    take(mirror(f"{FIRST}.1"))
    monkeypatch.setattr("modelpick.catalog.bundled.SHIPPED_ON", SECOND)
    assert current_bundle().release == ""
    current_file().write_text("what", "ascii")
    assert current_bundle().release == ""


def test_what_a_killed_process_left_is_cleared(mirror: Callable[[str], Path]) -> None:
    left = releases_folder() / ".new-0123" / "data"
    left.mkdir(parents=True)
    take(mirror(f"{FIRST}.1"))
    assert not left.exists()


@pytest.mark.parametrize("place", [0, 1, 7, -2, -1])
def test_a_write_that_fails_leaves_what_counted(
    place: int, mirror: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file is written once, and the last one makes it count."""
    take(mirror(f"{FIRST}.1"))
    before, written, whole = everything_kept(), [], releases.write_file

    def counted(file: Path, *given: Any, **more: Any) -> None:
        written.append(file)
        whole(file, *given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(releases, "write_file", counted)
        take(mirror(f"{SECOND}.1"))
        fails_at = written[place].name
        shutil.rmtree(releases_folder())
        take(mirror_of(mirror, FIRST))

        def failing(file: Path, *given: Any, **more: Any) -> None:
            if file.name == fails_at:
                raise ModelpickError("cannot be written: no space")
            whole(file, *given, **more)

        patch.setattr(releases, "write_file", failing)
        with pytest.raises(ModelpickError, match="no space"):
            take(mirror_of(mirror, SECOND))
        assert (current_bundle().version, score_of_one()) == (f"{FIRST}.1", 61)
        assert {path: everything_kept().get(path) for path in before} == before
    assert take(mirror_of(mirror, SECOND)).outcome == "taken"
    assert score_of_one() == 62


def mirror_of(mirror: Callable[[str], Path], day: str) -> Path:
    """The folder that `mirror` made before."""
    try:
        return mirror(f"{day}.1")
    except FileExistsError as error:
        return Path(error.filename)


def test_a_release_that_cannot_be_had_stops_no_update(
    settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = UpdateReport("1", NOW, (), None)
    monkeypatch.setattr("modelpick.use_cases.update.update", lambda *_, **__: whole)
    assert api.update(project=False) == whole  # no place is known: none is asked
    settings.write_text(f'from = "{(tmp_path / "nowhere").as_posix()}"\n', "utf-8")
    report = api.update(project=False)
    assert report.release is not None
    assert (report.release.outcome, report.release.version) == ("failed", None)
    code, (warning,) = api.update_outcome(report)
    assert code == Exit.ANSWERED
    assert "the data release was not taken" in warning
    assert api.update("litellm", project=False).release is None


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("taken", "counts from now on"),
        ("kept", "--catalog-version 2026-12-01.1 asks it"),
        ("unchanged", "is here already"),
        ("mirrored", "was copied to there"),
        ("failed", "The data release was not taken"),
    ],
)
def test_the_page_says_what_became_of_it(outcome: Any, said: str) -> None:
    line = ReleaseUpdate(outcome, "2026-12-01.1", "2026-12-01", "2026-11-26.0", "a place", 3, "there", "No.")
    page = rendered(UpdateReport("1", NOW, (), None, release=line), "table", stream=io.StringIO(), terminal=False)
    assert said in page.splitlines()[0]


def test_a_mirror_is_a_place_to_take_from(mirror: Callable[[str], Path], tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    first, second = mirror(f"{FIRST}.1"), mirror(f"{SECOND}.1")
    for place in (first, second, second):
        copied = mirror_release(copy, str(place), {}, NOW, "0.1.0")
    assert (copied.outcome, copied.folder) == ("mirrored", str(copy))
    assert sorted(path.name for path in copy.iterdir()) == sorted(
        (*map(archive_name, (f"{FIRST}.1", f"{SECOND}.1")), INDEX)
    )
    with pytest.raises(ModelpickError, match="which is newer than"):
        mirror_release(copy, str(first), {}, NOW, "0.1.0")
    assert everything_kept() == {}
    assert take(copy).version == f"{SECOND}.1"


def test_a_foreign_list_is_left_as_it_is(mirror: Callable[[str], Path], tmp_path: Path) -> None:
    (tmp_path / INDEX).write_text('{"mine": 1}', "utf-8")
    with pytest.raises(ModelpickError, match="is left as it is"):
        mirror_release(tmp_path, str(mirror(f"{FIRST}.1")), {}, NOW, "0.1.0")
    assert (tmp_path / INDEX).read_text("utf-8") == '{"mine": 1}'


def test_it_is_taken_from_a_server(archives: dict[str, bytes]) -> None:
    files = {f"/data/{archive_name(version)}": content for version, content in archives.items()}
    files[f"/data/{INDEX}"] = index_text(f"{SECOND}.1").encode()

    def answer(call: Call) -> None:
        call.say(files.get(call.path, b""), 200 if call.path in files else 404)

    with serving(answer) as site:
        taken = take(f"{site.url}/data")
        assert (taken.version, score_of_one()) == (f"{SECOND}.1", 62)
        assert take(f"{site.url}/data/", f"{FIRST}.1").outcome == "kept"
        files[f"/data/{INDEX}"] = index_text(f"{FIRST}.1").encode()
        refused(f"{site.url}/data", "older than")
        files[f"/data/{INDEX}"] = b"[]"
        refused(f"{site.url}/data", "is no list of data releases")
        with pytest.raises(ModelpickError, match="404") as error:
            take(f"{site.url}/other")
        assert error.value.code == Exit.UNREACHABLE
    with pytest.raises(ModelpickError, match="not encrypted"):
        take("http://example.org/data")


def asked(*words: str, **environment: str) -> Result:
    """The program, as it is started."""
    env = {**os.environ, "PYTHONPATH": str(HOME), **environment}
    ran = subprocess.run(
        [sys.executable, "-m", "modelpick", *words], env=env, capture_output=True, text=True, timeout=120, check=False
    )
    return Result(ran.returncode, ran.stdout, ran.stderr)


def test_it_is_asked_on_the_command_line(mirror: Callable[[str], Path], settings: Path, tmp_path: Path) -> None:
    day = SHIPPED_ON
    place = tmp_path / "place"
    assert main(["key", str(tmp_path / "key.pem")]) == 0
    tree = source_tree(tmp_path / "tree", 71)
    make = ["make", "--key", str(tmp_path / "key.pem"), "--source", str(tree), "--day", day]
    assert main([*make, str(place)]) == 0
    assert main([*make, str(place)]) == 2  # not higher than the one that is there
    refused_run = asked("catalog", "update", "--from", str(place))
    assert (refused_run.code, "not signed with a key that you trust" in refused_run.err) == (2, True)
    (archive,) = place.glob("*.zip")
    keys = {"MODELPICK_RELEASE_KEY": _key_of(tmp_path / "key.pem"), "MODELPICK_RELEASES": str(place)}
    done = asked("catalog", "update", "--release", "--format", "json", **keys)
    assert done.code == 0, done.err
    assert json.loads(done.out)["release"]["version"] == f"{day}.1"
    answer = asked("recommend", "knowledge", "--catalog-version", f"{day}.1")
    assert answer.code == 0, answer.err
    assert f"--catalog-version {day}.1" in answer.out  # so that the next command asks the same
    assert asked("show", "us/one").code == 0
    wrong = asked("show", "us/one", "--catalog-version", "2020-01-01.1")
    assert (wrong.code, "error: --catalog-version: is '2020-01-01.1'" in wrong.err) == (2, True)
    copied = asked("catalog", "mirror", str(tmp_path / "copy"), **keys)
    assert (copied.code, (tmp_path / "copy" / archive.name).is_file()) == (0, True)


def _key_of(file: Path) -> str:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key = load_pem_private_key(file.read_bytes(), None)
    assert isinstance(key, Ed25519PrivateKey)
    return public_key(key)
