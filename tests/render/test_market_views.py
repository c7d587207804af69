"""The screens of `modelpick catalog`: what changed, every read, whose data, what has no model."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from rich.cells import cell_len

from modelpick.model.fields import Plain, names_of, replace
from tests.render import documents, everything
from tests.render.showing import text

CHANGED = documents.diff()
DOCUMENTS: dict[str, Any] = {
    "diff": CHANGED,
    "capped diff": replace(CHANGED, most=1),
    "nothing changed": documents.diff(changes=documents.Changes(), counts={}, answers=(), basis="asked"),
    "log": documents.log(),
    "empty log": replace(documents.log(), reads=(), checked={}, skipped=(), source="north-list"),
    "sources": documents.sources(),
    "unmatched": documents.unmatched(),
    "all matched": replace(documents.unmatched(), ids=()),
    "nothing synced": replace(
        documents.unmatched(), ids=(), linked=0, unlinked=0, score_names=0, score_names_unlinked=0, provider="north"
    ),
    "info": documents.info(),
    "capped info": replace(documents.info(), most=1),
}


def screen(document: Any, width: int, color: bool = False) -> str:
    return text(document, terminal=True, width=width, color=color)


def plain(document: Any) -> str:
    return text(document, "plain")


@pytest.mark.parametrize("width", [24, 40, 60, 80, 100, 160, 300])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_line_is_longer_than_the_screen(name: str, width: int) -> None:
    assert max(cell_len(line) for line in screen(DOCUMENTS[name], width).split("\n")) <= width


@pytest.mark.parametrize("name", DOCUMENTS)
def test_color_carries_nothing_and_none_means_none(name: str) -> None:
    for width in (80, 160):
        bare = screen(DOCUMENTS[name], width)
        assert "\x1b" not in bare
        colored = re.sub(r"\x1b\[[0-9;]*m", "", screen(DOCUMENTS[name], width, color=True))
        assert [line.rstrip() for line in colored.split("\n")] == bare.split("\n")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_pipe_gets_plain_text_and_csv_is_rectangular(name: str) -> None:
    shown = text(DOCUMENTS[name], width=40)
    assert "\x1b" not in shown
    assert shown == plain(DOCUMENTS[name])
    assert "None" not in shown.replace("None of", "")
    rows = list(csv.reader(io.StringIO(text(DOCUMENTS[name], "csv"))))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert all(rows[0])
    assert len(set(rows[0])) == len(rows[0])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_markdown_tables_have_one_width(name: str) -> None:
    block: list[int] = []
    for line in [*text(DOCUMENTS[name], "markdown").split("\n"), ""]:
        if line.startswith("|"):
            block.append(line.replace("\\|", "").count("|"))
        elif block:
            assert len(set(block)) == 1
            block = []


@pytest.mark.parametrize("make", [documents.diff, documents.log, documents.sources, documents.unmatched])
def test_catalog_text_steers_no_terminal(make: Any) -> None:
    hostile = _hostile(make())
    for fmt in ("plain", "markdown", "csv", "json"):
        assert not re.search("[\x1b\x9b\u202e\u200b]", text(hostile, fmt)), fmt
    assert "a\x1b[31m" not in screen(hostile, 80, color=True)


def _hostile(value: Any) -> Any:
    """`value` with every text of the catalog replaced."""
    if isinstance(value, tuple):
        return tuple(map(_hostile, value))
    if not isinstance(value, Plain):
        return value
    texts = ("name", "title", "id", "note", "reason", "path", "license", "provider_name", "question", "urls")
    changed = {
        name: (documents.HOSTILE,) if name == "urls" else documents.HOSTILE
        if name in texts and isinstance(getattr(value, name), str) and not _number(value, name)
        else _hostile(getattr(value, name))
        for name in names_of(value)
    }  # fmt: skip
    return replace(value, **changed)


def _number(value: Any, name: str) -> bool:
    return type(value).__name__ == "SourceRef" and name == "id"


class TestWhatChanged:
    def test_says_first_whose_answers_changed_and_what_most(self) -> None:
        first, between = plain(CHANGED).splitlines()[:2]
        assert first.startswith("1 of 2 answers is another now: 2 new models, 3 ends of APIs ahead, 3 price moves")
        assert between == (
            "by the last update (North list for 2026-11-20), against what was known before it; as of 2026-11-21"
        )

    def test_tells_one_question_in_a_word(self) -> None:
        assert plain(documents.diff(answers=(documents.ANSWER,))).startswith("The answer is another now: ")
        same = replace(documents.ANSWER, changed=(), moves=())
        assert plain(documents.diff(answers=(same,))).startswith("The answer is the same now: ")

    def test_says_when_nothing_changed(self) -> None:
        assert plain(DOCUMENTS["nothing changed"]).splitlines()[:2] == [
            "Nothing changed",
            "from the end of 2026-11-13 to the end of 2026-11-21",
        ]

    def test_gives_both_answers_and_why_each_model_moved(self) -> None:
        shown = plain(CHANGED)
        for part in (
            "health.yaml: another first and verdict",
            "Before   ~  Beta 2 comes first.",
            "Now      ~  Alpha 27B is the best fit.",
            "Moved    +  Alpha 27B: place 2 with 70.1 points, now place 1 with 73.5 points  (+3.4 points)",
            "because  ~  repairs real repositories: 70.1%, now 74.2% [1]  (+3.4 points)",
            "Moved    -  Beta 2: fell out, was place 1 with 71.0 points",
            "Moved    +  Gamma Coder: came in, place 3 with 60.0 points",
            "Moved    ~  Delta: place 4 with 50.0 points, now 50.0\n",
            "coding: the same answer",
        ):
            assert part in shown

    def test_shows_a_price_move_with_its_share_and_source_on_a_narrow_screen(self) -> None:
        row = next(line for line in screen(CHANGED, 80).split("\n") if "-33%" in line)
        assert "Beta 2" in row
        assert "$2 / $12 [3]" in row
        assert "-33% / -20%" in row
        wide = screen(CHANGED, 160)
        assert "$3 / $15" in wide
        assert "first price" in wide
        assert "not comparable" in wide

    def test_says_what_became_of_an_end(self) -> None:
        shown = plain(CHANGED)
        for part in (
            "API retired, moved from 2027-01-15 [3]",
            "everywhere  API retired, newly announced [3]",
            "API retired, withdrawn [3]",
            "API GA, before: public preview [3]",
            "weights not published [3]",
        ):
            assert part in shown

    def test_says_values_as_people_do(self) -> None:
        shown = plain(CHANGED)
        for part in (
            "cache read $0.30, now $0.20; above 200k tokens, input unknown, now $6",
            "context         200k     1M [2]",
        ):
            assert part in shown
        assert re.search(r"reasoning +no +yes", shown)
        assert "gone" in shown

    def test_caps_every_list_but_in_csv_and_json(self) -> None:
        capped = DOCUMENTS["capped diff"]
        assert plain(capped).count("2 more: --all") == 5
        assert "Eta" not in plain(capped)
        assert text(capped, "csv") == text(CHANGED, "csv")
        assert "lab/eta" in text(capped, "json")

    def test_lists_only_the_sources_that_it_cites(self) -> None:
        only = documents.Changes(new_models=(documents.NEW,))
        shown = plain(documents.diff(changes=only, answers=()))
        assert "Gamma Coder [2][3]" in shown
        assert "Weekly" not in shown

    def test_csv_has_a_row_for_each_price_that_moved(self) -> None:
        rows = list(csv.DictReader(io.StringIO(text(CHANGED, "csv"))))
        prices = [(row["what"], row["was"], row["now"]) for row in rows if row["change"] == "price"]
        assert prices[:4] == [
            ("input", "3", "2"),
            ("output", "15", "12"),
            ("cache_read", "0.3", "0.2"),
            ("tiers.200000.input", "", "6.0"),
        ]


class TestTheOtherScreens:
    def test_the_log_names_the_last_read_and_when_each_source_was_asked(self) -> None:
        shown = plain(documents.log())
        assert shown.startswith("2 reads brought something new; the last was of North list for 2026-11-20\n")
        assert "north-list  2026-11-21" in shown
        assert "north.models.x.cost.input: a number was expected, found 'free'" in shown
        assert plain(DOCUMENTS["empty log"]).startswith("Nothing of north-list was read yet\n")

    def test_the_sources_say_whether_a_key_is_set_and_which(self) -> None:
        shown = plain(documents.sources())
        assert shown.startswith("1 of 4 upstreams synced; the data rest on 2 sources\n")
        assert "Keyed: for subscribers · Keyed · for your own use alone · key in KEYED_KEY" in shown
        for state in ("none needed", "not set", "set", "your files"):
            assert state in shown

    def test_an_id_without_a_model_is_shown_with_the_nearest_and_where_it_stands(self) -> None:
        shown = plain(documents.unmatched())
        assert shown.startswith("2 ids could not be matched with a model\n6,099 of 9,098 offerings have a model (67%)")
        assert "lab/alpha-27b 74%; lab/beta-2 50%" in shown
        assert "aliases: [{alias: lab/alpha-27b-vision, model: LAB/MODEL}]" in shown
        rows = list(csv.DictReader(io.StringIO(text(documents.unmatched(), "csv"))))
        assert [(row["id"], row["provider"], row["nearest"]) for row in rows] == [
            ("lab/alpha-27b-vision", "south", "lab/alpha-27b"),
            ("lab/alpha-27b-vision", "north", "lab/alpha-27b"),
            ("tts-1", "", ""),
        ]
        assert plain(DOCUMENTS["all matched"]).startswith("Every id has a model\n")
        assert plain(DOCUMENTS["nothing synced"]).startswith("Nothing at north was synced\n")
        scored = replace(documents.unmatched(), linked=0, unlinked=0, ids=())
        assert plain(scored).startswith("Every id has a model\n412 of 530 names in score sources have a model (78%)")

    def test_info_warns_before_all_else_and_names_every_layer(self) -> None:
        shown = plain(documents.info())
        assert shown.index("Caution  !  North list (50 days ago)") < shown.index("layer, later ones win")
        assert "2,694 ids of no known model" in shown
        assert re.search(r"north-list +synced +2026-10-01 +2026-10-02 +50 d +5,276", shown)
        assert re.search(r"modelpick.yaml +your own file", shown)
        assert "1 more: --all" in plain(DOCUMENTS["capped info"])
        assert text(DOCUMENTS["capped info"], "csv") == text(documents.info(), "csv")


def test_what_went_wrong_with_many_sources_alike_is_said_once() -> None:
    report = everything.update()
    (failed,) = [source for source in report.sources if source.outcome == "failed"]
    said = [f"https://{name}.example/data.json cannot be reached: no network" for name in ("one", "two", "three")]
    many = tuple(replace(failed, name=f"source-{at}", message=message) for at, message in enumerate(said))
    shown = text(replace(report, sources=many))
    assert shown.count("annot be reached: no network") == 1
    assert "(3 sources: source-0, source-1 and source-2)" in shown
    assert text(replace(report, sources=many[:2])).count("cannot be reached: no network") == 2
