"""Whatever a source or a user's file holds: records that make sense, or a refusal that says what was expected.

Documents of the real shape are broken in every way that comes to mind, and arbitrary JSON, YAML and bytes are tried.
What is read is then kept, laid over the catalog and looked at, as an update and a user's own file do.
Nothing else than the announced errors may come out, nothing may take long, and no file may be opened for writing, no
process or connection started. `MODELPICK_FUZZ_SECONDS` is the time for all targets together; without it each target
gets a fixed, small number of examples, the same on each run. With `MODELPICK_FUZZ_SEED` the time goes on the same
documents each time, as many as fit, so that a check of a change finds what the change did.
"""

from __future__ import annotations

import io
import json
import math
import os
import random
import re
import signal
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from modelpick.catalog.bundled import bundled
from modelpick.catalog.load import BUNDLED_FILES
from modelpick.catalog.overlay import merge_files
from modelpick.catalog.reader import parse_yaml, read_text
from modelpick.catalog.schema import CatalogFile
from modelpick.catalog.validate import CheckedFile, check_references, check_schema
from modelpick.market.merge import merge
from modelpick.market.records import KIND_OF, KINDS, OfferingRecord, Record, ScoreRecord, Stored
from modelpick.market.rows import decoded, encoded
from modelpick.model.asof import as_of
from modelpick.model.dates import is_day
from modelpick.model.errors import InputErrors
from modelpick.model.facts import Model, Source, Tier
from modelpick.model.fields import Plain, names_of
from modelpick.model.pricing import charge_parts
from modelpick.model.problems import Problem
from modelpick.sources.adapter import Parsed, ShapeChanged
from modelpick.sources.reading import MAX_ID, MAX_TOKENS, MAX_USD
from modelpick.sources.registry import ADAPTERS
from modelpick.use_cases.starter import STARTER
from tests.conftest import bundled_catalog
from tests.sources.given import DAY, SAMPLES, under_address

SHAPES = {
    "models-dev": ("models-dev-api.json", "models-dev-models.json"),
    "openrouter": ("openrouter-models.json", "openrouter-endpoints.json"),
    "litellm": ("litellm-prices.json",),
    "modeldeprecations": ("modeldeprecations.json",),
    "artificial-analysis": ("artificial-analysis.json", "artificial-analysis-free.json"),
    "every-eval-ever": ("every-eval-ever.json",),
    "arena": ("arena-rows-webdev.json", "arena-copy-text.json", "arena-copy-agent.json"),
    "terminal-bench": ("terminal-bench-4.json",),
    "deepswe": ("deepswe.json",),
    "arc-prize": ("arc-prize-v2.json", "arc-prize-evaluations.json", "arc-prize-models.json"),
    "epoch": ("epoch-gpqa-diamond.csv",),
    "openhands": ("openhands-scores.json", "openhands-models.json"),
    "bullshitbench": ("bullshitbench-leaderboard.csv", "bullshitbench-manifest.json"),
    "vectara": ("vectara-readme.md",),
    "mmmu": ("mmmu.json",),
    "eqbench": ("eqbench-creative-writing.js", "eqbench-longform.js"),
    "lechmazur": ("lechmazur-writing.md", "lechmazur-connections.md"),
    "chi-bench": ("chi-bench-results.csv", "chi-bench-submissions.json"),
    "hugging-face": ("hugging-face-hle.json", "hugging-face-swe-bench.json", "hugging-face-datasets.json"),
    "livebench": ("livebench-table.csv", "livebench-categories.json"),
    "tau2-bench": ("tau2-bench-manifest.json", "tau2-bench-opus.json", "tau2-bench-gpt.json", "tau2-bench-custom.json"),
    "bfcl": ("bfcl-overall.csv",),
    "swe-bench": ("swe-bench-leaderboards.json",),
    "aider": ("aider-polyglot.yml",),
}
TOGETHER = ("livebench",)
"""Sources that are read from all of their documents or not at all."""
OTHERS = ("yaml", "own files", "kept rows", "merged")
SLOW = 10.0
"""Seconds of computing after which one document counts as a hang: a busy machine is slow, not wrong."""
EXAMPLES = 40
_ENV = os.environ.get("MODELPICK_FUZZ_SECONDS", "")
SECONDS = float(_ENV) / (len(SHAPES) + len(OTHERS)) if _ENV else None
SEED = os.environ.get("MODELPICK_FUZZ_SEED", "")


# What may come out


def check_parsed(parsed: Parsed) -> None:
    assert parsed.records
    keys = [(type(record), record.key) for record in parsed.records]
    assert len(keys) == len(set(keys))
    for record in parsed.records:
        check_record(record)
    for path, reason in parsed.skipped:
        assert path.isprintable()
        assert len(path) + len(reason) < 2000
    for text in (*parsed.notes, *(reason for _, reason in parsed.skipped)):
        text.encode()
        assert len(text) < 1500
        assert "\x1b" not in text
    assert parsed.partial <= set(KINDS)


def check_record(record: Record) -> None:
    for name in names_of(record):
        check_value(name, getattr(record, name))
    assert type(record) in KINDS.values()
    if isinstance(record, OfferingRecord):
        check_offering(record)
    if isinstance(record, ScoreRecord):
        assert math.isfinite(record.value)
        assert record.by in ("independent", "vendor", "rival", "press")
    record.key.encode()
    assert decoded(KIND_OF[type(record)], encoded(record)) == record


def check_value(name: str, value: Any) -> None:
    if isinstance(value, str):
        value.encode()
        assert value.isprintable()
        assert 0 < len(value) <= 2 * MAX_ID
    elif isinstance(value, tuple):
        assert all(isinstance(item, Tier) or (isinstance(item, str) and item.isprintable()) for item in value)
        for item in value:
            check_value("", item)
    elif isinstance(value, Plain):
        for each in names_of(value):
            check_value(each, getattr(value, each))
    elif isinstance(value, Decimal):
        assert value.is_finite()
        assert 0 <= value <= MAX_USD
        assert len(f"{value:f}") <= 80
    elif isinstance(value, float):
        assert math.isfinite(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        assert 0 < value <= MAX_TOKENS
    else:
        assert value is None or isinstance(value, bool)
    if name in ("released", "knowledge_cutoff", "retires_on", "on", "announced"):
        assert value is None or is_day(value)


def check_offering(record: OfferingRecord) -> None:
    assert record.routing in ("in_region", "geo", "global", "unknown")
    assert bool(record.geography) == (record.routing in ("in_region", "geo"))
    if record.rates.input is None and record.rates.output is None:
        assert record.charges is None


def adapter_target(name: str) -> Callable[[list[bytes]], None]:
    def target(documents: list[bytes]) -> None:
        given_ = [under_address(name, data) for data in documents]
        try:
            for request in ADAPTERS[name].follow(given_):
                assert request.url.startswith("https://")
            parsed = ADAPTERS[name].parse(given_, DAY)
        except ShapeChanged as changed:
            said = str(changed)
            assert "expected" in said or "cannot be read" in said
            said.encode()
            assert len(said) < 1500
        else:
            check_parsed(parsed)

    return target


def yaml_target(documents: list[bytes]) -> None:
    for data in documents:
        file, problems = checked(data)
        check_problems(problems or check_references([file] if file else []))


def own_target(documents: list[bytes]) -> None:
    """Files of the user's own, each over the one before, and all over the catalog."""
    beneath = bundled_catalog().facts
    found = [checked(data) for data in documents]
    files = [file for file, _ in found if file]
    problems = [problem for _, faults in found for problem in faults] or check_references(files, beneath)
    check_problems(problems)
    if problems:
        return
    facts = merge_files(beneath, files)
    for file in files:
        named = [row.id for row in file.rows.models]
        named += [row.model for row in (*file.rows.prices, *file.rows.scores)]
        for id_ in named:
            check_model(facts.models[id_])
    assert all(model in facts.models for model in facts.aliases.values())
    assert as_of(facts, "2026-06-15").models


def checked(data: bytes) -> tuple[CheckedFile | None, list[Problem]]:
    """A catalog file by itself; no file and no problem where the bytes are no text, which `read_text` tells."""
    try:
        document = parse_yaml(data.decode("utf-8-sig"), "file.yaml")
    except UnicodeDecodeError:
        return None, []
    except InputErrors as errors:
        return None, list(errors.problems)
    rows, problems = check_schema(document, CatalogFile)
    return (CheckedFile(document, rows, DAY) if rows is not None else None), problems


def check_problems(problems: list[Problem]) -> None:
    for problem in problems:
        assert problem.file == "file.yaml"
        assert problem.message
        str(problem).encode("utf-8", "backslashreplace")


def check_model(model: Model) -> None:
    for offering in model.offerings:
        for price in offering.prices:
            assert is_day(price.on)
            for value in charge_parts(price.charges).values():
                assert isinstance(value, str) or (value.is_finite() and 0 <= value <= MAX_USD)
    assert [event.on for event in model.status] == sorted(event.on for event in model.status)
    assert all(math.isfinite(figure.value) for figure in model.measurements)


def rows_target(documents: list[bytes]) -> None:
    """A row of the market file that somebody else wrote."""
    kind, body = (data.decode("utf-8", "replace") for data in documents)
    with suppress(ValueError, TypeError, KeyError, ArithmeticError):  # which the market calls damage
        assert isinstance(decoded(kind, body), KINDS[kind])


def merged_target(documents: list[bytes]) -> None:
    """What any source says, laid over the catalog."""
    name, *rest = documents
    try:
        records = ADAPTERS[name.decode()].parse([under_address(name.decode(), data) for data in rest], DAY).records
    except ShapeChanged:
        return
    prices = [((DAY, r.charges),) if isinstance(r, OfferingRecord) else () for r in records]
    stored = [Stored("some", r, DAY, DAY, DAY, paid) for r, paid in zip(records, prices, strict=True)]
    facts = bundled_catalog().facts
    merged = merge(facts, stored, {"some": Source("some", "Some source", "somebody", "aggregator")})
    assert len(merged.links) <= len(records)
    assert set(merged.facts.models) >= set(facts.models)
    assert {link.model for link in merged.links} - {None} <= set(merged.facts.models)
    for link in merged.links:
        if link.model:
            check_model(merged.facts.models[link.model])
    for model in merged.facts.unlinked.values():
        check_model(model)


# What goes in

hostile: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(
        [
            *(
                None,
                True,
                False,
                0,
                -1,
                1,
                -1.5,
                0.1,
                1e-12,
                1e15,
                10**40,
                -(10**300),
                float("nan"),
                float("inf"),
                1e308,
            ),
            *("", " ", "-1", "0", "NaN", "1e9999", "0x10", "1_000", "٣", "2026-13-45", "2026-02-30", "0000-00-00"),
            *(
                "2026-04-08T25:00:00Z",
                "\x00",
                "\x1b[31mred\x1b[0m",
                "\u202eabc",
                "\ud800",
                "a\nb",
                "x" * 400,
                "é" * 300,
            ),
            *(
                "../../etc/passwd",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "https://",
                "eu.",
                "us.a.b",
                "@eu",
                ":free",
            ),
            *(
                [],
                {},
                [[]],
                [{}],
                {"": {}},
                {"a": {"a": {"a": {}}}},
                ["text", 1],
                [None],
                {"input": "1", "output": "-1"},
            ),
        ]
    ),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=8,
    ),
).map(deepcopy)
"""Copied, because what is put into a document is broken further there."""


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) in `value`."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(items):
        yield value, key
        yield from places(inner)


@st.composite
def broken(draw: st.DrawFn, texts: tuple[str, ...]) -> bytes:
    """A document of the real shape with some of it changed, gone, doubled or cut."""
    value = json.loads(draw(st.sampled_from(texts)))
    for _ in range(draw(st.integers(0, 4))):
        spots = list(places(value))
        if not spots:
            break
        container, key = spots[draw(st.integers(0, len(spots) - 1))]
        what = draw(st.sampled_from(["replace", "delete", "rename", "copy"]))
        if what == "replace":
            container[key] = draw(hostile)
        elif what == "delete":
            del container[key]
        elif isinstance(container, dict):
            new = draw(st.text(max_size=8) | st.sampled_from(["eu.a.b", "x" * 400, "\ud800", "a.b\nc", "global/x"]))
            container[new] = container.pop(key) if what == "rename" else deepcopy(container[key])
        else:
            container.append(deepcopy(container[key]))
    data = json.dumps(value, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    for _ in range(draw(st.integers(0, 2))):
        data = draw(cut(data))
    return data


def cut(data: bytes) -> st.SearchStrategy[bytes]:
    """`data` with a place cut off, doubled, overwritten, or filled with depth or digits."""
    filling = (
        b"\xff",
        b'"',
        b"{",
        b"}",
        b"[" * 5000,
        b"9" * 6000,
        b"\x00",
        b',"a":1,"a":2',
        b"<html>",
        b"NaN",
        b"\\ud800",
        b"",
    )
    place = st.integers(0, max(0, len(data) - 1))
    return st.one_of(
        place.map(lambda at: data[:at]),
        st.tuples(place, st.sampled_from(filling)).map(lambda p: data[: p[0]] + p[1] + data[p[0] :]),
        st.tuples(place, st.sampled_from(filling)).map(lambda p: data[: p[0]] + p[1] + data[p[0] + 1 :]),
        st.tuples(place, place).map(lambda p: data[: p[0]] + data[p[1] :]),
    )


anything = st.one_of(
    st.binary(max_size=300),
    hostile.map(lambda value: json.dumps(value).encode()),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
)


_CELLS = re.compile(r"[|,\n`]")


@st.composite
def broken_text(draw: st.DrawFn, texts: tuple[str, ...]) -> bytes:
    """A table in text with some of its lines and cells changed, gone, doubled or cut."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(0, 4))):
        marks = [found.start() for found in _CELLS.finditer(text)]
        if len(marks) < 2:
            break
        start = draw(st.integers(0, len(marks) - 2))
        end = draw(st.sampled_from([start + 1, min(start + 6, len(marks) - 1)]))
        new = draw(st.one_of(st.just(""), hostile.map(str), st.just(text[marks[start] : marks[end]] * 2)))
        text = text[: marks[start] + 1] + new + text[marks[end] :]
    data = text.encode("utf-8", "surrogatepass")
    for _ in range(draw(st.integers(0, 2))):
        data = draw(cut(data))
    return data


def zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("gpqa_diamond.csv"), data)
    return packed.getvalue()


def documents_for(name: str) -> st.SearchStrategy[list[bytes]]:
    files = {file: (SAMPLES / file).read_text("utf-8") for file in SHAPES[name]}
    kinds = [
        form(tuple(text for file, text in files.items() if file.endswith(".json") == is_json))
        for form, is_json in ((broken, True), (broken_text, False))
        if any(file.endswith(".json") == is_json for file in files)
    ]
    if name in TOGETHER:
        alone = [(broken if file.endswith(".json") else broken_text)((text,)) for file, text in files.items()]
        return st.tuples(*alone).map(list) | st.lists(st.one_of(alone) | anything, min_size=1, max_size=3)
    one = st.one_of(kinds)
    if ADAPTERS[name].form == "archive":
        one = one.map(zipped) | one.map(zipped).flatmap(cut)
    return st.lists(one | anything, min_size=1, max_size=2) | one.map(lambda only: [only])


_YAML_PARTS = [
    "- ",
    "  ",
    "\n",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "&a",
    "*a",
    "!!python/object:os.system",
    "|",
    ">",
    "---\n",
    "#",
    "\t",
]
_YAML_PARTS += [
    "'",
    '"',
    "?",
    "models:\n",
    "id: a/b",
    "no",
    "1e400",
    "0o17",
    "2026-01-01",
    "[" * 60,
    "{a: " * 60,
    "9" * 400,
    "\x00",
]


def yaml_documents() -> st.SearchStrategy[list[bytes]]:
    files = [read_text(bundled("data") / name).splitlines(keepends=True) for name in BUNDLED_FILES]

    @st.composite
    def piece(draw: st.DrawFn) -> bytes:
        """Some lines of our own files under their heading, with pieces of syntax put in."""
        lines = draw(st.sampled_from(files))
        heading = next(i for i, line in enumerate(lines) if line[0].isalpha() and line.rstrip().endswith(":"))
        start = draw(st.integers(heading + 1, len(lines) - 1))
        chosen = lines[heading : heading + 1] + lines[start : start + draw(st.integers(0, 12))]
        text = "".join(chosen)
        for _ in range(draw(st.integers(0, 4))):
            at = draw(st.integers(0, len(text)))
            text = text[:at] + draw(st.sampled_from(_YAML_PARTS)) + text[at + draw(st.integers(0, 5)) :]
        return text.encode("utf-8", "surrogatepass")

    mixed = st.lists(st.sampled_from(_YAML_PARTS) | st.text(max_size=4), max_size=30).map("".join)
    raw = mixed.map(lambda text: text.encode("utf-8", "surrogatepass"))
    return st.one_of(piece(), raw, anything).map(lambda one: [one])


_OWN = "\n".join(line[1:] if re.match(r"#(\w|  )", line) else line for line in STARTER.splitlines())
"""The file that `modelpick init` writes, with every example in force."""

_ALIKE: dict[str, tuple[Any, ...]] = {
    key: values
    for keys, values in (
        (("on", "since", "until", "released", "date"), ("2026", 2025, "2026-05", "2026-06-01", "2020-02-29")),
        (("model", "base", "id"), ("openai/gpt-5.4", "acme/support", "acme/new", "meta/muse-spark", "own")),
        (("provider",), ("openai", "acme-gateway", "amazon-bedrock", "azure", "nobody")),
        (("in", "out", "cache_read", "value", "percent", "tau0"), (0, 0.1, 1e-9, 7, 99.999, 100, 1e5)),
        (("is",), ("ga", "retired", "yes", "no", "unknown", "on_request")),
        (("source",), ("own", "acme-evaluation-2026", "nobody")),
        (("range",), ([0, 100], [None, None], [0, None], [100, 0])),
        (("name",), ("A", "x" * 2000, "\u202e", "{value}")),
    )
    for key in keys
}
"""Values that may stand under a key, or nearly."""


@st.composite
def own_document(draw: st.DrawFn) -> bytes:
    """The starter with values changed for others that may stand there, rows doubled and gone, now and then broken."""
    value = parse_yaml(_OWN, "own.yaml").data
    for _ in range(draw(st.integers(0, 8))):
        spots = list(places(value))
        if not spots:
            break
        container, key = spots[draw(st.integers(0, len(spots) - 1))]
        what = draw(st.sampled_from(["alike", "alike", "alike", "delete", "double", "hostile"]))
        if what == "alike" and key in _ALIKE:
            container[key] = deepcopy(draw(st.sampled_from(_ALIKE[key])))
        elif what == "delete":
            del container[key]
        elif what == "double" and isinstance(container, list):
            container.append(deepcopy(container[key]))
        elif what == "hostile" and draw(st.booleans()):
            container[key] = draw(hostile)
    return json.dumps(value, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


def kept_rows() -> st.SearchStrategy[list[bytes]]:
    """A kind, and the text of a row: of that kind or of another, perhaps broken, or anything."""
    texts = {name: [(SAMPLES / file).read_bytes() for file in files] for name, files in SHAPES.items()}
    texts["epoch"] = [zipped(text) for text in texts["epoch"]]
    parsed = [ADAPTERS[name].parse([under_address(name, text) for text in each], DAY) for name, each in texts.items()]
    of_kind: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for record in (record for each in parsed for record in each.records):
        of_kind[KIND_OF[type(record)]].add(encoded(record))
    rows = [(st.just(kind.encode()), broken(tuple(sorted(bodies)))) for kind, bodies in of_kind.items()]
    any_kind = st.sampled_from([kind.encode() for kind in KINDS])
    return st.one_of(*(st.tuples(*row) for row in rows), st.tuples(any_kind, anything)).map(list)


def any_source() -> st.SearchStrategy[list[bytes]]:
    """The name of a source, and its documents."""
    return st.one_of([documents_for(name).map(lambda found, name=name: [name.encode(), *found]) for name in SHAPES])


# How it is run

_watching = False
_touched: list[str] = []


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: notes whatever leaves the process while a document is read."""
    if not _watching:
        return
    if event == "open":
        path, mode, flags = arguments
        writing = (isinstance(mode, str) and set(mode) & set("wax+")) or (
            isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        )
        if writing:
            _touched.append(f"{event} {path}")
    elif event in ("os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "socket.connect", "subprocess.Popen"):
        _touched.append(f"{event} {arguments}")


@pytest.fixture(scope="module", autouse=True)
def _watched() -> None:
    sys.addaudithook(_watch)


@contextmanager
def watch() -> Iterator[None]:
    """Nothing may be written or started meanwhile, and it must not take long."""
    global _watching

    def too_long(number: int, frame: object) -> None:
        raise AssertionError(f"still reading after {SLOW:.0f} s")

    timed = hasattr(signal, "setitimer")
    before = signal.signal(signal.SIGPROF, too_long) if timed else None
    if timed:
        signal.setitimer(signal.ITIMER_PROF, SLOW)
    _touched.clear()
    _watching = True
    try:
        yield
    finally:
        _watching = False
        if timed:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)
    assert _touched == []


def fuzz(strategy: st.SearchStrategy[list[bytes]], target: Callable[[list[bytes]], None]) -> int:
    """Try documents for `SECONDS`, or a fixed number of them; how many were tried."""
    tried = 0

    @settings(
        max_examples=EXAMPLES if SECONDS is None else 200,
        deadline=None,
        database=None,
        derandomize=SECONDS is None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(strategy)
    def one(documents: list[bytes]) -> None:
        nonlocal tried
        tried += 1
        with watch():
            target(documents)

    if SECONDS is None:
        one()
        return tried
    end = time.monotonic() + SECONDS
    seeds = random.Random(SEED or None)
    while time.monotonic() < end:
        seed(seeds.getrandbits(64))(one)()
    return tried


@pytest.mark.parametrize("name", SHAPES)
def test_adapter(name: str) -> None:
    print(f"{name}: {fuzz(documents_for(name), adapter_target(name))} documents")


@pytest.mark.parametrize("name", OTHERS)
def test_other(name: str) -> None:
    bundled_catalog()
    strategy, target = {
        "yaml": (yaml_documents, yaml_target),
        "own files": (lambda: st.lists(own_document(), min_size=1, max_size=2), own_target),
        "kept rows": (kept_rows, rows_target),
        "merged": (any_source, merged_target),
    }[name]
    print(f"{name}: {fuzz(strategy(), target)} documents")


def test_the_starter_is_where_own_files_begin() -> None:
    file, problems = checked(_OWN.encode())
    assert file is not None
    assert problems == check_references([file], bundled_catalog().facts) == []
    assert all(getattr(file.rows, name) for name in names_of(CatalogFile))


def test_every_adapter_has_a_target() -> None:
    assert set(SHAPES) == set(ADAPTERS)


def test_the_watch_sees_a_file(tmp_path: Path) -> None:
    with pytest.raises(AssertionError), watch():
        (tmp_path / "left").write_text("behind")
