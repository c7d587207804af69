"""The market keeps what each source said from day to day, whole, and notices when its file is not as it was written."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelpick.market.checks import Check, note_check, read_checks
from modelpick.market.read import FORMAT, DamagedMarket, Market, MarketRead, Until
from modelpick.market.records import ModelRecord, OfferingRecord, ProviderRecord, Record, ScoreRecord, StatusRecord
from modelpick.market.rows import row_checksum
from modelpick.market.write import MOST_SKIPS, set_aside, write
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Charges, Rates

HOME = Path(__file__).resolve().parents[2]
DAYS = tuple((date(2026, 3, 1) + timedelta(days=n)).isoformat() for n in range(12))
ONE, TWO, THREE, FOUR = DAYS[1:5]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "market.sqlite"


def offer(id_: str, price: object = None, **more: Any) -> OfferingRecord:
    charges = None if price is None else Charges(Rates(Decimal(str(price))))
    return OfferingRecord("shop", id_, charges=charges, **more)


def told(path: Path, day: str, *records: Record, source: str = "tiny", **more: Any) -> MarketRead | None:
    return write(path, source, day, ["https://tiny.test/a.json"], records, **more)


def held(path: Path, on: Until = None) -> dict[str, Record]:
    with Market(path) as market:
        return {each.record.key: each.record for each in market.stored(on)}


def prices(path: Path, key: str, on: str | None = None) -> list[tuple[str, Decimal | None]]:
    """(day, price of input) of each move of the price of that offering."""
    with Market(path) as market:
        (found,) = (each for each in market.stored(on) if each.record.key == key)
    return [(day, charges.rates.input if charges else None) for day, charges in found.prices]


def generation(path: Path, on: Until = None) -> str:
    with Market(path) as market:
        return market.generation(on)


# What is kept


def test_no_file_is_an_empty_market(path: Path) -> None:
    with Market(path) as market:
        assert (market.stored(), market.reads(), market.skipped("tiny")) == ([], [], [])
        assert market.last("tiny") is None
        assert market.counts("tiny") == {}
        assert market.generation() == ""
        market.check()
    assert not path.exists()


def test_every_kind_of_record_comes_back_as_it_was(path: Path) -> None:
    records: list[Record] = [
        offer("m", "0.10", inputs=("text", "image"), geography=("eu",), routing="geo"),
        ModelRecord("lab/m", "M", weights="open", outputs=("text",), reasoning=False),
        ProviderRecord("shop", "The shop", "https://shop.test"),
        ScoreRecord("lab/m", "exam", 61.25, ONE, "independent", stderr=0.1),
        StatusRecord("shop", "m", "retired", THREE, announced=ONE),
        offer("half a \ud800 pair", "1e-9", name="\u202e<b>\0"),
    ]
    read = told(path, ONE, *records, skipped=[("a.\ud800", "why"), ("b", "why")])
    assert read is not None
    assert (read.rows, read.added, read.skipped) == (6, 6, 2)
    with Market(path) as market:
        stored = market.stored()
        assert market.counts("tiny") == {"model": 1, "offering": 2, "provider": 1, "score": 1, "status": 1}
        assert market.skipped("tiny") == [("a.\\ud800", "why"), ("b", "why")]
        assert market.last("tiny") == read
    assert {each.record for each in stored} == set(records)
    assert all((each.first, each.since, each.read) == (ONE, ONE, ONE) for each in stored)


def test_each_earlier_day_is_as_it_was(path: Path) -> None:
    told(path, ONE, offer("a", 1), offer("b", 1))
    told(path, TWO, offer("b", 2), offer("c", 1))
    told(path, FOUR, offer("x", 2), source="other")
    assert held(path, DAYS[0]) == {}
    assert held(path, ONE) == {"shop/a": offer("a", 1), "shop/b": offer("b", 1)}
    assert held(path, TWO) == held(path, THREE) == {"shop/b": offer("b", 2), "shop/c": offer("c", 1)}
    assert held(path, "2026") == held(path, "2026-03") == held(path)
    with Market(path) as market:
        assert [each.source for each in market.stored()] == ["other", "tiny", "tiny"]
    assert held(path, frozenset({1, 2})) == held(path, TWO)
    assert held(path, frozenset({1, 3})) == {**held(path, ONE), "shop/x": offer("x", 2)}


def test_what_is_said_again_is_not_written_again(path: Path) -> None:
    told(path, ONE, offer("a", "1.0"), offer("b", 1))
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert told(path, TWO, offer("b", 1), offer("a", "1.000")) is None
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_gone_and_back_again(path: Path) -> None:
    told(path, ONE, offer("a", 1), offer("b", 1))
    gone = told(path, TWO, offer("b", 1))
    back = told(path, THREE, offer("a", 1), offer("b", 1))
    assert gone is not None
    assert back is not None
    assert (gone.added, gone.changed, gone.gone, back.added, back.gone) == (0, 0, 1, 1, 0)
    assert set(held(path, TWO)) == {"shop/b"}
    with Market(path) as market:
        a, b = market.stored()
    assert (a.first, a.since, a.read) == (ONE, THREE, THREE)
    assert (b.first, b.since, b.read) == (ONE, ONE, THREE)


def test_a_source_that_says_nothing_any_more(path: Path) -> None:
    told(path, ONE, offer("a", 1))
    told(path, TWO)
    assert held(path) == {}
    assert set(held(path, ONE)) == {"shop/a"}


def test_what_a_partial_read_does_not_list_stays(path: Path) -> None:
    told(path, ONE, offer("a", 1), offer("b", 1), ProviderRecord("shop", "Shop"))
    read = told(path, TWO, offer("b", 2), partial={"offering"})
    assert read is not None
    assert (read.rows, read.changed, read.gone) == (2, 1, 1)
    assert held(path) == {"shop/a": offer("a", 1), "shop/b": offer("b", 2)}


def test_the_moves_of_a_price(path: Path) -> None:
    told(path, ONE, offer("a", 5))
    told(path, TWO, offer("a", 5, context=1000))
    told(path, THREE, offer("a", 4, context=1000))
    told(path, THREE, offer("a", 3, context=1000))
    told(path, FOUR)
    told(path, DAYS[5], offer("a", None))
    told(path, DAYS[6], offer("a", 5))
    moves = [(ONE, Decimal(5)), (THREE, Decimal(3)), (DAYS[5], None), (DAYS[6], Decimal(5))]
    assert prices(path, "shop/a") == moves
    assert prices(path, "shop/a", THREE) == moves[:2]
    assert prices(path, "shop/a", TWO) == moves[:1]


def test_skips_of_the_newest_read(path: Path) -> None:
    told(path, ONE, offer("a", 1), skipped=[("b", "bad"), ("a", "odd")])
    read = told(path, TWO, offer("a", 1), skipped=[("c", "bad")])
    assert read is not None
    assert (read.skipped, read.changed) == (1, 0)
    with Market(path) as market:
        assert market.skipped("tiny") == [("c", "bad")]
        assert [each.skipped for each in market.reads()] == [2, 1]


def test_so_many_skips_are_kept(path: Path) -> None:
    many = [(f"row-{n}", "bad") for n in range(MOST_SKIPS + 5)]
    assert told(path, ONE, offer("a", 1), skipped=many) is not None
    before = path.read_bytes()
    assert told(path, TWO, offer("a", 1), skipped=many) is None
    assert path.read_bytes() == before
    with Market(path) as market:
        assert len(market.skipped("tiny")) == MOST_SKIPS
        assert market.reads()[0].skipped == MOST_SKIPS + 5


def test_a_clock_that_is_behind(path: Path) -> None:
    told(path, TWO, offer("a", 1))
    before = path.read_bytes()
    with pytest.raises(ModelpickError, match=f"read on {TWO}, after {ONE}. Check the clock"):
        told(path, ONE, offer("a", 2))
    assert told(path, ONE, offer("a", 1)) is None
    assert path.read_bytes() == before
    assert told(path, ONE, offer("a", 2), source="other") is not None


def test_whoever_reads_meanwhile_sees_what_was(path: Path) -> None:
    told(path, ONE, offer("a", 1))
    with Market(path) as market:
        before = market.stored()
        told(path, TWO, offer("a", 2), offer("b", 1))
        assert market.stored() == before
    assert len(held(path)) == 2


def test_a_folder_that_cannot_be_written(path: Path) -> None:
    path.parent.parent.joinpath("file").touch()
    with pytest.raises(ModelpickError, match="cannot be written"):
        told(path.parent.parent / "file" / "market.sqlite", ONE, offer("a", 1))
    with pytest.raises(ModelpickError, match="cannot be written"):
        note_check(path.parent.parent / "file", "tiny", Check(ONE))


# Whatever the reads are, each day comes back


@dataclass
class Said:
    """What the sources said up to a read, worked out by hand."""

    read: MarketRead
    now: dict[str, dict[str, OfferingRecord]]
    first: dict[tuple[str, str], str]
    since: dict[tuple[str, str], str]
    states: dict[tuple[str, str], dict[str, OfferingRecord]]
    """Day -> the last state of that day that was new."""
    ids: frozenset[int] = frozenset()
    generation: str = ""

    def after(self, read: MarketRead, records: Mapping[str, OfferingRecord]) -> Said:
        was = self.now.get(read.source, {})
        new = {(read.source, key) for key, record in records.items() if was.get(key) != record}
        states = {key: dict(days) for key, days in self.states.items()}
        for source, key in new:
            days = states.setdefault((source, key), {})
            days[read.day] = records[key]
        return Said(
            read,
            {**self.now, read.source: dict(records)},
            {**dict.fromkeys(new, read.day), **self.first},
            {**self.since, **dict.fromkeys(new, read.day)},
            states,
            self.ids | {read.id},
        )

    def moves(self, source: str, key: str) -> tuple[tuple[str, Charges | None], ...]:
        found: list[tuple[str, Charges | None]] = []
        known: object = (None, None)
        for day, record in self.states[source, key].items():
            if (record.rates.input, record.rates.output) != known:
                found.append((day, record.charges))
            known = (record.rates.input, record.rates.output)
        return tuple(found)


offers = st.builds(
    offer,
    st.sampled_from("abcd"),
    st.sampled_from([None, "0", "1", "1.50", "0.000001"]),
    context=st.sampled_from([None, 1000, 2000]),
)
reads = st.lists(
    st.tuples(
        st.sampled_from(["one", "two"]),
        st.integers(0, 2),
        st.lists(offers, max_size=4, unique_by=lambda record: record.id),
        st.lists(st.tuples(st.sampled_from("pq"), st.just("bad")), max_size=1),
    ),
    max_size=5,
)


@given(reads)
@settings(max_examples=100, deadline=None)
def test_any_reads_give_each_day_exactly(given: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "market.sqlite"
        history = list(_replayed(path, given))
        with Market(path) as market:
            market.check()
            for said in history:
                _same(market, said.ids, said)
            for day in DAYS:
                _same(market, day, next((each for each in reversed(history) if each.read.day <= day), None))


def _replayed(path: Path, given: Iterable[Any]) -> Iterator[Said]:
    """Writes the reads one after the other, and gives what was said after each that was kept."""
    nothing = Said(MarketRead(0, "", DAYS[0], (), 0, 0, 0, 0, 0), {}, {}, {}, {})
    last, day = nothing, 0
    skips: dict[str, list[Any]] = {}
    generations = {""}
    for source, later, records, skipped in given:
        day += later
        now = {record.key: record for record in records}
        read = write(path, source, DAYS[day], [], records, skipped)
        if read is None:
            assert (last.now[source], skips[source]) == (now, skipped)
            assert generation(path) == last.generation
            continue
        assert (last.now.get(source), skips.get(source)) != (now, skipped)
        last, skips[source] = last.after(read, now), skipped
        last.generation = generation(path)
        assert last.generation not in generations
        generations.add(last.generation)
        yield last


def _same(market: Market, on: Until, said: Said | None) -> None:
    stored = market.stored(on)
    if said is None:
        assert stored == []
        return
    assert market.generation(on) == said.generation
    assert {(each.source, each.record.key): each.record for each in stored} == {
        (source, key): record for source, records in said.now.items() for key, record in records.items()
    }
    for each in stored:
        place = each.source, each.record.key
        assert (each.first, each.since) == (said.first[place], said.since[place])
        assert each.prices == said.moves(*place)


# Damage


@pytest.fixture
def full(path: Path) -> Path:
    """A market with a little history."""
    told(path, ONE, *(offer(f"m-{n}", n + 1, name=f"Model number {n}") for n in range(40)))
    told(path, TWO, *(offer(f"m-{n}", n + 2) for n in range(35)), skipped=[("a", "bad")])
    return path


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    """One bit of the content of a row that is there now."""
    at = data.index(b'"id":"m-7","charges"')
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def other_version(data: bytes) -> bytes:
    return data[:60] + (FORMAT + 1).to_bytes(4, "big") + data[64:]


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (cut, "malformed"),
        (flipped, "not as it was written"),
        (other_version, f"format {FORMAT + 1}, this version of modelpick reads {FORMAT}"),
        (lambda data: b"{}" * 3000, "not a database"),
        (lambda data: b"", "format 0"),
    ],
)
def test_a_damaged_file_is_named_and_can_be_set_aside(full: Path, harm: Callable[[bytes], bytes], says: str) -> None:
    full.write_bytes(harm(full.read_bytes()))
    with pytest.raises(DamagedMarket) as error:
        held(full)
    assert says in str(error.value)
    assert str(full) in str(error.value)
    assert "catalog update --force" in str(error.value)
    with pytest.raises(DamagedMarket):
        told(full, THREE, offer("m-1", 1))
    damaged = full.read_bytes()
    first = set_aside(full, FOUR)
    assert first.read_bytes() == damaged
    assert told(full, FOUR, offer("m-1", 1)) is not None
    assert held(full) == {"shop/m-1": offer("m-1", 1)}
    assert set_aside(full, FOUR) != first
    assert first.read_bytes() == damaged
    assert held(full) == {}


def test_a_flipped_bit_is_noticed_or_changes_nothing(full: Path) -> None:
    """Wherever it is: a market that can be read says what was written, history and all."""
    data, before = full.read_bytes(), everything(full)
    picked, noticed = random.Random(4), 0
    for at in picked.sample(range(len(data)), 200):
        full.write_bytes(data[:at] + bytes([data[at] ^ (1 << picked.randrange(8))]) + data[at + 1 :])
        try:
            assert everything(full) == before
        except DamagedMarket:
            noticed += 1
    assert noticed > 20


def everything(path: Path) -> tuple[Any, ...]:
    with Market(path) as market:
        market.check()
        return market.reads(), market.stored(ONE), market.stored(), market.skipped("tiny")


@pytest.mark.parametrize("body", ["[" * 100_000, '{"id": "a"}', "[]", '{"provider": "a", "id": "b", "input": []}'])
def test_a_row_that_is_none_is_damage(full: Path, body: str) -> None:
    """Even where its sum was made to match."""
    with closing(sqlite3.connect(full)) as connection, connection:
        connection.execute(
            "UPDATE versions SET body = ?, sum = ? WHERE key = 'shop/m-1' AND until IS NULL",
            (body, row_checksum("tiny", "offering", "shop/m-1", 2, None, body)),
        )
    with pytest.raises(DamagedMarket, match="row shop/m-1"):
        held(full)


# Several at once


WRITER = """
import sys
from decimal import Decimal
from pathlib import Path
from modelpick.market.checks import Check, note_check
from modelpick.market.write import write
from modelpick.market.records import OfferingRecord
from modelpick.model.facts import Charges, Rates
source, path = sys.argv[1], Path(sys.argv[2])
for n in range(8):
    read = write(path, source, "2026-03-01", [], [OfferingRecord("shop", "m", charges=Charges(Rates(Decimal(n + 1))))])
    note_check(path.parent, source, Check("2026-03-01", read.digest))
"""


def test_two_writers_at_once_both_land(path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, source, str(path)], cwd=HOME, stderr=subprocess.PIPE, text=True)
        for source in ("one", "two")
    ]
    ends = [(writer.communicate(timeout=120)[1], writer.returncode) for writer in writers]
    assert ends == [("", 0)] * 2
    with Market(path) as market:
        market.check()
        kept = market.reads()
        assert [each.record for each in market.stored()] == [offer("m", 8)] * 2
        assert {source: check.digest for source, check in read_checks(path.parent).items()} == {
            source: read.digest for source in ("one", "two") if (read := market.last(source))
        }
    assert [each.id for each in kept] == list(range(1, 17))
    assert [each.source for each in kept].count("one") == 8
    assert sorted(each.name for each in path.parent.iterdir()) == ["checks.json", "market.lock", "market.sqlite"]


@contextmanager
def somebody_writing(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    lock = sqlite3.connect(folder / "market.lock", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        lock.close()


def test_nobody_waits_for_ever(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("modelpick.market.write.PATIENCE", 0.05)
    with somebody_writing(path.parent), pytest.raises(ModelpickError, match="another update is still writing"):
        told(path, ONE, offer("a", 1))
    assert told(path, ONE, offer("a", 1)) is not None
