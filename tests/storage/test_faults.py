"""What attackers and accidents do to the files that the program reads and writes, seen through the command line."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import msgpack

import modelpick
from benchmarks.kills import OWN
from modelpick.catalog import bundled
from modelpick.catalog.bundled import SHIPPED_ON
from modelpick.cli.main import main
from modelpick.snapshot import keep
from tests.conftest import Result, put_compiled_bundle

Run = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]
ASK = ("recommend", "--need", "coding")
posix = pytest.mark.skipif(os.name == "nt", reason="no such files here")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MODELPICK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(keep, "_is_cache_distrusted", False)
    monkeypatch.setattr(keep, "_used_files", [])
    return tmp_path / "cache"


@pytest.fixture
def really(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the program in process with all that it keeps."""

    def run(*args: object) -> Result:
        capsys.readouterr()
        code = main([str(arg) for arg in args])
        return Result(code, *capsys.readouterr())

    return run


def refused(result: Result, said: str) -> None:
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert "Traceback" not in result.err


# -- what is no file, wherever one is read


@posix
@pytest.mark.parametrize("kind", ["pipe", "device", "loop", "sparse"])
@pytest.mark.parametrize(
    "words",
    [
        (*ASK, "--no-bundled", "--catalog", "it.yaml"),
        ("recommend", "--no-bundled", "--profile", "it.yaml"),
        ("check", "--profile", "it.yaml"),
        (*ASK, "--no-bundled", "--rules", "rules"),
        ("catalog", "validate", "--no-bundled", "it.yaml"),
        ("catalog", "update", "--source", "litellm", "--from", "it.yaml"),
        ("watch", "gpt-5.4", "--state", "it.yaml"),
        ("audit", ".", "--baseline", "it.yaml"),
        ("audit", ".", "--write-baseline", "it.yaml"),
        ("scores", "add", "gpt-5.4", "gpqa-diamond", "70", "--file", "it.yaml"),
        ("init", "--file", "it.yaml", "--force"),
    ],
    ids=lambda words: "-".join(words[:2] + words[-2:-1]),
)
def test_what_is_no_file_is_refused_at_once(run: Run, here: Path, kind: str, words: tuple[str, ...]) -> None:
    (here / "rules").mkdir()
    place = here / "rules" / "it.yaml" if "--rules" in words else here / "it.yaml"
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "sparse":
        with place.open("wb") as file:
            file.truncate(20 * 1024**3)
    else:
        place.symlink_to("/dev/zero" if kind == "device" else "it.yaml")
    before = os.lstat(place)
    if kind == "sparse" and words[0] == "init":
        return  # it is a file, and it is to be replaced
    result = run(*words)
    assert (result.code, "it.yaml" in result.out + result.err) == (2, True), result
    what = ("is a named pipe", "is a device", "leads nowhere", "more than the limit of", "is larger than")
    assert any(said in result.out + result.err for said in what)
    assert os.lstat(place).st_ino == before.st_ino


@posix
def test_a_project_file_that_is_no_file_is_refused_or_not_seen(run: Run, here: Path) -> None:
    with (here / "modelpick.yaml").open("wb") as file:
        file.truncate(20 * 1024**3)
    refused(run(*ASK), "modelpick.yaml: the file has 20,480 MB, more than the limit of 32 MB")
    (here / "modelpick.yaml").unlink()
    os.mkfifo(here / "modelpick.yaml")
    assert run(*ASK).code == 0


# -- what may be replaced


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("watch", "gpt-5.4", "--state", "notes.txt"), "is no state of a watch, and is left as it is"),
        (("audit", ".", "--write-baseline", "notes.txt"), "is no baseline of an audit, and is left as it is"),
    ],
)
def test_a_file_of_another_kind_is_replaced_only_if_it_is_meant(
    run: Run, here: Path, words: tuple[str, ...], what: str
) -> None:
    (here / "notes.txt").write_text("my shopping list")
    refused(run(*words), what)
    assert (here / "notes.txt").read_text() == "my shopping list"
    assert run(*words, "--force").code == 0
    assert json.loads((here / "notes.txt").read_text())
    again = (here / "notes.txt").read_bytes()
    assert run(*words).code == 0
    assert json.loads(again)
    (here / "notes.txt").write_text("")
    assert run(*words).code == 0
    assert json.loads((here / "notes.txt").read_text())


@posix
def test_a_link_that_leads_nowhere_is_not_written_through(run: Run, here: Path) -> None:
    for words in (
        ("init", "--file", "link"),
        ("init", "--file", "link", "--force"),
        ("scores", "add", "gpt-5.4", "gpqa-diamond", "70", "--file", "link"),
        ("watch", "gpt-5.4", "--state", "link"),
        ("audit", ".", "--write-baseline", "link"),
    ):
        (here / "link").unlink(missing_ok=True)
        (here / "link").symlink_to("elsewhere")
        result = run(*words)
        assert result.code == 2
        assert "link: is a link that leads nowhere" in result.err
        assert not (here / "elsewhere").exists()


# -- scores add

ROW = "{model: us/private-1, benchmark: exam, value: 91, on: 2026-11-02}"
FIRST = "{model: us/private-1, benchmark: exam, value: 90, on: 2026-11-01}"
BLOCK = "model: us/private-1\n{0}benchmark: exam\n\n{0}# checked\n{0}value: 90\n{0}on: 2026-11-01\n"
SMALL = ("--no-bundled", "--catalog", "own.yaml")


@pytest.fixture
def add(really: Run, here: Path, cache: Path) -> Callable[..., tuple[Result, bytes]]:
    """Adds `ROW`, or another value, to a file that holds so much; what the program said, and the file."""
    (here / "own.yaml").write_text(OWN, "utf-8")

    def add(content: str, value: int = 91) -> tuple[Result, bytes]:
        file = here / "mine.yaml"
        file.write_bytes(content.encode())
        words = ("scores", "add", "private 1", "exam", value, "--on", "2026-11-02", "--file", "mine.yaml")
        return really(*words, *SMALL), file.read_bytes()

    return add


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"scores:\n- {FIRST}\n", f"scores:\n- {FIRST}\n- {ROW}\n"),
        (f"scores:\n- {FIRST}\naliases: []\n", f"scores:\n- {FIRST}\n- {ROW}\naliases: []\n"),
        (f"scores:\n    - {FIRST}\n\naliases: []", f"scores:\n    - {FIRST}\n    - {ROW}\n\naliases: []"),
        (f"scores:\n-   {BLOCK.format('    ')}\n", f"scores:\n-   {BLOCK.format('    ')}- {ROW}\n\n"),
        (f"scores:\n  -\n    {BLOCK.format('    ')}", f"scores:\n  -\n    {BLOCK.format('    ')}  - {ROW}\n"),
        (f"scores:\n  - {FIRST}", f"scores:\n  - {FIRST}\n  - {ROW}\n"),
        (f"# a\r\nscores:\r\n  - {FIRST}\r\n", f"# a\r\nscores:\r\n  - {FIRST}\r\n  - {ROW}\r\n"),
        ("# a\r\naliases: []\r\n", f"# a\r\naliases: []\r\nscores:\r\n  - {ROW}\r\n"),
        (f"\ufeffscores:\n  - {FIRST}\n", f"\ufeffscores:\n  - {FIRST}\n  - {ROW}\n"),
        (f"# a\u2028# b\nscores:\n  - {FIRST}\n", f"# a\u2028# b\nscores:\n  - {FIRST}\n  - {ROW}\n"),
    ],
)
def test_a_score_is_added_and_every_other_byte_stays(
    really: Run, add: Callable[..., tuple[Result, bytes]], before: str, after: str
) -> None:
    result, content = add(before)
    assert result.err == ""
    assert content.decode() == after
    shown = really("evidence", "private 1", *SMALL, "--catalog", "mine.yaml", "--format", "json").out
    assert json.loads(shown)["measured"][0]["cell"]["basis"] == "self"


@pytest.mark.parametrize("text", ["scores: []\n", f"scores: [{FIRST}]\n", "{scores: []}\n", "aliases: []\n...\n"])
def test_what_cannot_be_added_to_is_refused_with_what_to_add(
    add: Callable[..., tuple[Result, bytes]], text: str
) -> None:
    result, content = add(text)
    refused(result, "mine.yaml: is written in a way that a score cannot be added to")
    refused(result, f"Add it by hand under `scores:`: {ROW}")
    assert content == text.encode()


def test_no_line_is_blamed_that_is_not_in_the_file(really: Run, add: Callable[..., tuple[Result, bytes]]) -> None:
    refused(add("# mine\n", 170)[0], "mine.yaml: not added: exam of us/private-1 is 170, outside 0 to 100 percent")
    refused(add(f"scores:\n  - {FIRST}\n", 170)[0], "mine.yaml: not added: ")
    refused(add("scores:\n  - {model: us/private-1}\n")[0], "mine.yaml:2:")
    Path("mine.yaml").unlink()
    words = ("scores", "add", "private 1", "exam", "170", "--file", "mine.yaml")
    refused(really(*words, *SMALL), "mine.yaml: not added: ")
    assert not Path("mine.yaml").exists()


@pytest.mark.usefixtures("cache")
def test_scores_that_are_added_at_once_are_all_kept(here: Path) -> None:
    (here / "own.yaml").write_text(OWN, "utf-8")
    catalog = modelpick.load([here / "own.yaml"], with_bundled=False)

    def work(number: int) -> None:
        catalog.add_score("us/private-1", "exam", 50, on=f"2026-10-{number + 10}", file=here / "mine.yaml")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (here / "mine.yaml").read_text().count("benchmark: exam") == 6


# -- what is kept


@pytest.fixture
def shown(really: Run, here: Path, cache: Path) -> tuple[str, ...]:
    """A question to a catalog of its own, so that compiling it takes no time."""
    (here / "own.yaml").write_text(OWN, "utf-8")
    return ("show", "us/private-1", "--no-bundled", "--catalog", "own.yaml")


@posix
def test_what_is_kept_is_for_its_owner_alone(really: Run, cache: Path, shown: tuple[str, ...]) -> None:
    (cache / "snapshots").mkdir(parents=True)
    (cache / "snapshots").chmod(0o755)
    assert really(*shown).code == 0
    for path in cache.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def crafted(path: Path, change: Callable[[sqlite3.Connection], object]) -> None:
    """Another file in the place of a snapshot, with the right checksum in its name."""
    key = path.stem.partition("-")[0]
    work = path.with_name("work")
    if path.exists():
        path.rename(work)
    connection = sqlite3.connect(work)
    change(connection)
    connection.commit()
    connection.close()
    work.rename(path.with_name(f"{key}-{zlib.crc32(work.read_bytes()):08x}.sqlite"))


def says(name: str, body: object) -> Callable[[sqlite3.Connection], object]:
    """`body`, as the snapshot would hold it, in the place of a part, with the right sum."""
    packed = body if isinstance(body, bytes) else msgpack.encode(body)
    query = "UPDATE parts SET body = ?, sum = ? WHERE name = ?"
    return lambda connection: connection.execute(query, (packed, zlib.crc32(packed), name))


def says_of_models(body: object) -> Callable[[sqlite3.Connection], object]:
    packed = body if isinstance(body, bytes) else msgpack.encode(body)
    update = "UPDATE model_bodies SET body = ?, sum = ?"
    return lambda connection: connection.execute(update, (packed, zlib.crc32(packed)))


@pytest.mark.parametrize(
    "change",
    [
        lambda c: [c.execute(f"DROP TABLE {name}") for name in ("parts", "models", "rows")],
        lambda c: c.execute("PRAGMA application_id = 7"),
        lambda c: c.execute("DROP TABLE models"),
        says("columns/heads", [[1, 2]]),
        says("columns/heads", b"\x91" * 5000),
        says("rulebook", {"needs": 7}),
        says("policy", [[[1]]]),
        says("about", []),
        says("fitted", [1]),
        says_of_models([[[]]]),
        says_of_models(b"\xff\x00"),
        lambda c: c.execute("UPDATE model_bodies SET body = x'ff00'"),
        lambda c: c.execute("UPDATE model_bodies SET body = 7"),
        lambda c: c.execute("UPDATE rows SET sum = sum + 1"),
    ],
)  # fmt: skip
def test_a_crafted_snapshot_is_never_a_bug(
    really: Run, cache: Path, shown: tuple[str, ...], change: Callable[[sqlite3.Connection], object]
) -> None:
    whole = really(*shown)
    (path,) = cache.glob("snapshots/*.sqlite")
    crafted(path, change)
    keep._used_files.clear()
    again = really(*shown)
    assert (again.code, again.out) == (whole.code, whole.out)
    assert again.err == "" or "held a damaged catalog; every question reads the files anew" in again.err
    keep._is_cache_distrusted = False
    assert really(*shown).out == whole.out


def test_a_database_of_another_program_is_not_opened(really: Run, cache: Path, shown: tuple[str, ...]) -> None:
    whole = really(*shown)
    (path,) = cache.glob("snapshots/*.sqlite")
    path.unlink()
    crafted(path, lambda connection: connection.execute("CREATE TABLE bookmarks (url)"))
    assert really(*shown) == whole


def test_a_fault_that_is_not_the_cache_s_is_still_a_bug(
    really: Run, cache: Path, shown: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("modelpick.render.dispatch.rendered", broken)
    assert really(*shown).code == 70


def shut(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody look into `folder`, as its rights would for anybody but the superuser."""
    for name in ("stat", "lstat", "open", "scandir", "mkdir", "listdir", "chmod"):
        was = getattr(os, name)

        def refuse(path: Any, *args: Any, was: Any = was, **more: Any) -> Any:
            if isinstance(path, str | os.PathLike) and folder in Path(path).parents:
                raise PermissionError(13, "Permission denied", str(path))
            return was(path, *args, **more)

        monkeypatch.setattr(os, name, refuse)


def test_a_cache_folder_that_cannot_be_read_leaves_the_answer(
    really: Run, cache: Path, shown: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = really(*shown)
    shut(cache, monkeypatch)
    again = really(*shown)
    assert (again.code, again.out) == (whole.code, whole.out)
    said = f"note: the cache folder {cache} cannot be read (Permission denied); what was synced does not count"
    assert said in again.err
    for words in (("catalog", "log"), ("config", "path"), ("catalog", "sources")):
        assert really(*words).code in (0, 2), words


@posix
@pytest.mark.parametrize("harm", ["folder", "pipe", "garbage"])
def test_a_market_or_lock_that_is_something_else_is_told(really: Run, cache: Path, harm: str) -> None:
    for name, said in (("market.sqlite", "the synced market cannot be read"), ("market.lock", "cannot be written")):
        shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir()
        if harm == "folder":
            (cache / name).mkdir()
        elif harm == "pipe":
            os.mkfifo(cache / name)
        else:
            (cache / name).write_bytes(b"no database at all" * 1000)
        sample = ROOT / "tests" / "sources" / "samples" / "openrouter-models.json"
        result = really("catalog", "update", "--source", "openrouter", "--from", sample)
        assert result.code == 2, result
        assert said in result.err


def test_an_answer_is_kept_for_the_bytes_that_it_was_made_of(
    really: Run, here: Path, shown: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file changes after its digest was taken, and is the first one again when the question is asked again."""
    file = here / "own.yaml"
    made = keep.get_or_build

    def changed_meanwhile(*args: Any) -> Any:
        file.write_text(OWN.replace("Private 1", "Another"), "utf-8")
        return made(*args)

    with monkeypatch.context() as patch:
        patch.setattr(keep, "get_or_build", changed_meanwhile)
        first = really(*shown)
    assert "Private 1" in first.out
    assert "Another" in really(*shown).out
    file.write_text(OWN, "utf-8")
    assert really(*shown) == first


def test_a_catalog_answers_in_any_thread(here: Path, cache: Path) -> None:
    (here / "own.yaml").write_text(OWN, "utf-8")
    catalog = modelpick.load([here / "own.yaml"], with_bundled=False)
    found: list[Any] = []
    threads = [threading.Thread(target=lambda: found.append(catalog.show("us/private-1"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [catalog.show("us/private-1")] * 8


# -- the clock


@pytest.fixture
def in_1970(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled, "_calendar_day", lambda: "1970-01-01")


@pytest.mark.usefixtures("in_1970")
def test_a_clock_that_is_years_behind_gets_a_word(really: Run, here: Path, cache: Path) -> None:
    put_compiled_bundle(cache)
    asked = really("status", "gpt-5.4", "--format", "json")
    assert json.loads(asked.out)["as_of"] == SHIPPED_ON
    said = f"note: the clock says 1970-01-01, which cannot be; this is answered as of {SHIPPED_ON}"
    assert said in asked.err
    assert said in really("status", "gpt-5.4", "--format", "json").err
    assert really("scores", "add", "gpt-5.4", "gpqa-diamond", "70").code == 0
    assert f"on: {SHIPPED_ON}" in (here / "modelpick.yaml").read_text()


# -- killed


KILLED = """
import os, signal, sys
from modelpick.cli.main import main
seen = []
def step(frame, event, arg):
    if "modelpick/storage" in frame.f_code.co_filename:
        seen.append(1)
        if len(seen) == int(sys.argv[1]):
            os.kill(os.getpid(), signal.SIGKILL)
    return step
sys.settrace(step)
code = main(sys.argv[2:])
sys.settrace(None)
print(len(seen))
sys.exit(code)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nobody is killed like that here")
def test_killed_while_it_writes_it_leaves_the_old_or_the_new_and_no_litter(here: Path, tmp_path: Path) -> None:
    def starting(*words: object) -> subprocess.Popen[str]:
        env = {**os.environ, "PYTHONPATH": str(ROOT), "MODELPICK_CACHE_DIR": str(tmp_path / "cache")}
        command = [sys.executable, "-c", KILLED, *map(str, words)]
        return subprocess.Popen(command, cwd=here, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    words = ("init", "--file", "own.yaml", "--force")
    whole = starting(10**9, *words)
    steps = int(whole.communicate(timeout=60)[0].split()[-1])
    new = (here / "own.yaml").read_bytes()
    assert len(new) > 1000
    for place in range(6):
        (here / f"{place}").mkdir()
        (here / f"{place}" / "own.yaml").write_bytes(b"old")
    points = [round(steps * (place + 1) / 6.5) for place in range(6)]
    runs = [starting(point, "init", "--file", f"{n}/own.yaml", "--force") for n, point in enumerate(points)]
    for run in runs:
        run.communicate(timeout=60)
    assert {run.returncode for run in runs} == {-signal.SIGKILL}
    for place in range(6):
        assert (here / f"{place}" / "own.yaml").read_bytes() in (b"old", new)
        main(["init", "--file", f"{place}/own.yaml", "--force"])
        assert [path.name for path in (here / f"{place}").iterdir()] == ["own.yaml"]


# -- licenses


def test_the_mit_license_and_its_copyright_lines_are_there_in_full() -> None:
    text = " ".join((ROOT / "data" / "LICENSES.md").read_text("utf-8").split())
    assert "The above copyright notice and this permission notice shall be included in all copies" in text
    assert 'THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND' in text
    section = text.partition("## MIT License")[2]
    for collection in ("models.dev", "pi-ai", "LiteLLM", "tau2-bench", "BullshitBench", "genai-prices", "model-prices"):
        assert collection in section
    assert section.count("Copyright (c)") >= 8
