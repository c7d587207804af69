"""The HTML pages without a browser: one well-formed file that loads nothing, in which every text stays text."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from modelpick.documents.recommendation import Ahead
from modelpick.model.facts import GlossaryEntry
from modelpick.model.fields import replace
from modelpick.model.request import Request
from modelpick.render import render
from modelpick.render.frame import Frame
from modelpick.render.html import html_text
from modelpick.render.html.pick import heading as heading_of
from modelpick.render.html.pick import picked, runner_up
from modelpick.render.html.picture import ScatterPoint, scatter
from modelpick.render.html.writing import address, island, terms_used
from modelpick.render.values import frontier
from tests.conftest import DATA_DAY, forget_answers

ASKED = {
    "recommend": ["--need", "coding"],
    "compare": ["opus-4.6", "gpt-5.4", "--need", "coding"],
    "cost": ["opus-4.6", "gpt-5.4", "--workload", "rag"],
    "explain": ["gpt-5.4", "--need", "coding"],
}
"""The commands that have a page, with a question to each."""
VOID = {"meta", "link", "input", "br", "img", "hr"}
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> \" ' & \u202egpj.exe"


class Page(HTMLParser):
    """Reads a page and holds it to be well-formed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[str | None, str]] = []
        self.words: list[str] = []
        self.style = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> says {names} twice"
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "script":
            self.scripts.append((dict(attrs).get("type"), ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside == "script":
            kind, text = self.scripts.pop()
            self.scripts.append((kind, text + data))
        elif inside == "style":
            self.style += data
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


_PAGES: dict[tuple[object, ...], Page] = {}


def page_of(run: Any, command: str, *more: object) -> Page:
    """The page of a command, asked for and read once."""
    words = (command, *ASKED[command], "--as-of", DATA_DAY, "--format", "html", *more)
    if words not in _PAGES:
        result = run(*words)
        assert result.code == 0, result.err
        _PAGES[words] = Page(result.out)
    return _PAGES[words]


@pytest.mark.parametrize("asked", [("opus-4.6", "gpt-5.4", "--workload", "rag"), ("--workload", "chat"),
                                   ("gpt-5.4", "--in", "3k", "--out", "500")],
                         ids=["two", "the cheapest", "one request"])  # fmt: skip
def test_a_page_of_costs_says_what_the_screen_says(run: Any, asked: tuple[str, ...]) -> None:
    words = ("cost", *asked, "--as-of", DATA_DAY)
    verdict, load = run(*words).out.split("\n")[:2]
    said = Page(run(*words, "--format", "html").out).text
    assert verdict.strip().rstrip(".") in said
    assert load.strip() in said


@pytest.mark.parametrize("need", ["coding", "agentic", "rag", "vision", "math", "low-cost"])
@pytest.mark.parametrize("own", [True, False])
def test_the_page_names_whom_the_screen_names(catalog: Any, need: str, own: bool) -> None:
    answer = catalog.recommend(Request(needs={need: 1.0}, constraints={"self-host": own}, as_of=DATA_DAY))
    verdict, names = answer.verdict, {ranked.model: ranked.name for ranked in answer.ranking}
    heading = heading_of(answer, picked(answer))
    if verdict.state == "promising":
        assert heading.startswith(f"Best tested: {names[verdict.best_tested]}; best bet: {names[verdict.first]}, ")
    else:
        assert heading == f"Pick {names[verdict.first]}"
    assert heading in Page(html_text(answer)).words


@pytest.mark.parametrize("command", ASKED)
def test_a_page_is_well_formed_and_every_id_is_there_once(run: Any, command: str) -> None:
    page = page_of(run, command)
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    wanted = [a["href"] for a in page.all("a") if (a.get("href") or "").startswith("#")]
    assert {href[1:] for href in wanted if href} <= set(ids)
    for attributes in (attributes for _, attributes in page.tags):
        for name in ("aria-labelledby", "for"):
            assert set((attributes.get(name) or "").split()) <= set(ids)
    assert [name for name, _ in page.tags if name == "h1"] == ["h1"]


@pytest.mark.parametrize("command", ASKED)
def test_a_page_loads_nothing_and_runs_only_its_own_script(run: Any, command: str) -> None:
    page = page_of(run, command)
    (policy,) = (m["content"] or "" for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    said = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    (script,) = (text for kind, text in page.scripts if kind is None)
    assert said == {
        "default-src": "'none'",
        "script-src": hash_of(script),
        "style-src": hash_of(page.style),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    for tag, attributes in page.tags:
        assert not {"src", "srcset", "data", "action", "style"} & set(attributes), tag
        assert not [name for name in attributes if name.startswith("on")]
        if tag == "link":
            assert attributes == {"rel": "icon", "href": "data:,"}
        if tag == "a" and not (attributes["href"] or "").startswith("#"):
            assert (attributes["href"] or "").startswith(("https://", "http://"))
            assert "noopener" in (attributes["rel"] or "")
    assert not re.search(r"url\(|@import|https?:", page.style + script)


def hash_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("command", ASKED)
def test_a_page_says_how_it_was_asked_and_of_which_day_it_is(run: Any, command: str) -> None:
    page = page_of(run, command)
    words = " ".join(ASKED[command])
    assert f"modelpick {command} {words} --as-of {DATA_DAY} --format html" in page.text
    assert f"as of {DATA_DAY}" in page.text
    assert "Valid until" in page.text


@pytest.mark.parametrize("command", ASKED)
def test_a_page_is_the_same_twice_and_in_ascii(run: Any, command: str) -> None:
    words = (command, *ASKED[command], "--as-of", DATA_DAY, "--format", "html")
    first = run(*words).out
    forget_answers()
    assert first == run(*words).out
    assert first.isascii()


def test_the_pick_of_a_recommendation_stands_first_and_its_numbers_are_those_of_the_answer(run: Any) -> None:
    page = page_of(run, "recommend")
    answer = json.loads(
        run("recommend", *ASKED["recommend"], "--as-of", DATA_DAY, "--top", "40", "--format", "json").out
    )
    tested = [r for r in answer["ranking"] if r["standing"] == "tested"]
    assert f"Pick {tested[0]['name']}" in page.text
    (numbers,) = (json.loads(text) for kind, text in page.scripts if kind == "application/json")
    assert [m["id"] for m in numbers["models"]] == [r["model"] for r in answer["ranking"]]
    for model, ranked in zip(numbers["models"], answer["ranking"], strict=True):
        weights = [numbers["criteria"][part[0]]["weight"] for part in model["parts"]]
        value = sum(w * 100 * part[1] for w, part in zip(weights, model["parts"], strict=True)) / sum(weights)
        assert value == pytest.approx(ranked["score"], abs=1e-6)


def test_top_says_how_many_can_be_weighed(run: Any) -> None:
    page = page_of(run, "recommend", "--top", "3")
    (numbers,) = (json.loads(text) for kind, text in page.scripts if kind == "application/json")
    assert len(numbers["models"]) == 3


def test_where_nothing_fits_a_page_says_what_would_have_to_give(run: Any) -> None:
    words = ["--need", "coding", "--self-host", "--max-price-out", "0.01", "--as-of", DATA_DAY, "--format", "html"]
    result = run("recommend", *words)
    assert result.code == 1
    page = Page(result.out)
    assert "Nothing fits" in page.text or "No model is proven" in page.text
    assert "Relax one of these" in page.text
    assert not [kind for kind, _ in page.scripts if kind == "application/json"]


@pytest.mark.parametrize(
    "words",
    [
        ["status", "gpt-5.4"],
        ["show", "gpt-5.4"],
        ["list"],
        ["evidence", "gpt-5.4"],
        ["retirements"],
        ["catalog", "info"],
        ["rules", "list"],
        ["fit", "--hardware", "rtx-4090"],
        ["audit", "."],
    ],
    ids=lambda words: words[0],
)
def test_a_command_without_a_page_says_which_formats_it_has(run: Any, words: list[str]) -> None:
    result = run(*words, "--format", "html")
    assert result.code == 2
    assert result.out == ""
    assert "is 'html', expected one of table, json, yaml" in result.err


HOSTILE_FILE = f"""
models:
- id: evil/one
  name: {json.dumps(HOSTILE)}
  released: 2026-01-02
  weights: open
  measurements:
  - {{benchmark: swe-bench-verified, value: 99.0, by: independent, source: evil, on: 2026-03-01}}
  - {{benchmark: terminal-bench-2.1, value: 99.0, by: independent, source: evil, on: 2026-03-01}}
  - {{benchmark: terminal-bench-4.0, value: 99.0, by: independent, source: evil, on: 2026-03-01}}
  - {{benchmark: swe-bench-pro, value: 99.0, by: independent, source: evil, on: 2026-03-01}}
  - {{benchmark: deepswe-1.1, value: 99.0, by: independent, source: evil, on: 2026-03-01}}
sources:
- {{id: evil, title: {json.dumps(HOSTILE)}, publisher: "javascript:alert(3)", kind: board, date: 2026-03-01,
   url: "https://evil.test/a?b=%22%3E%3Cscript%3E"}}
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog file whose model and source are called what would run as markup."""
    file = tmp_path_factory.mktemp("hostile") / "hostile.yaml"
    file.write_text(HOSTILE_FILE, "utf-8")
    return file


@pytest.mark.parametrize(
    "words",
    [
        ["recommend", "--need", "coding"],
        ["compare", "evil/one", "gpt-5.4", "--need", "coding"],
        ["cost", "evil/one", "gpt-5.4", "--workload", "rag"],
        ["explain", "evil/one", "--need", "coding"],
        ["explain", "gpt-5.4", "--need", "coding", "--where", "name != '</script><b>'"],
    ],
    ids=["recommend", "compare", "cost", "explain", "a command line"],
)
def test_a_hostile_name_stays_text(run: Any, hostile: Path, words: list[str]) -> None:
    result = run(*words, "--catalog", hostile, "--as-of", DATA_DAY, "--format", "html")
    assert result.code == 0, result.err
    page = Page(result.out)
    assert [kind for kind, _ in page.scripts if kind is None] == [None]
    assert len(page.scripts) <= 2
    assert not page.all("img")
    assert not page.all("b")
    shown = (
        HOSTILE.replace("\u202e", "\\u202e") if "evil" in " ".join(words) or words[0] == "recommend" else "</script><b>"
    )
    assert shown in page.text
    for kind, text in page.scripts:
        if kind == "application/json":
            json.loads(text)


def test_an_island_of_numbers_cannot_be_left() -> None:
    data = {"id": "</script><!--<script>&\u2028"}
    text = str(island(data))
    assert not set("<>&") & set(text)
    assert text.isascii()
    assert json.loads(text) == data


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://board.test/a?b=c#d", True),
        ("http://board.test", True),
        ("javascript:alert(1)", False),
        ("https://board.test/ onclick=x", False),
        ('https://board.test/"', True),
        ("data:text/html,x", False),
        (None, False),
    ],
)
def test_only_a_web_address_is_a_link(url: str | None, is_link: bool) -> None:
    assert (address(url) is not None) is is_link


def test_only_the_terms_that_a_page_uses_are_explained() -> None:
    glossary = (
        GlossaryEntry("token", "token", "A piece of text."),
        GlossaryEntry("api", "API", "A way in.", also=("endpoint",)),
        GlossaryEntry("moe", "mixture of experts", "Parts of a network.", also=("MoE",)),
        GlossaryEntry("elo", "Elo", "A scale."),
    )
    assert [t.id for t in terms_used("Tokens through an endpoint, tokenless, capital, develop", glossary)] == [
        "api",
        "token",
    ]
    assert [t.id for t in terms_used("the api", glossary)] == []
    assert [t.id for t in terms_used("An MoE of 20B", glossary)] == ["moe"]


def test_a_page_explains_its_words_from_the_catalog(run: Any) -> None:
    page = page_of(run, "recommend")
    terms = [word for word in page.words if word.strip() == "token"]
    assert terms, "a page with prices per token explains the token"


def test_the_answer_of_the_python_api_has_a_page_without_a_command(catalog: Any) -> None:
    page = Page(html_text(catalog.recommend(Request(needs={"coding": 1.0}, as_of=DATA_DAY))))
    assert "Asked with" not in page.text
    assert f"As of {DATA_DAY}" in page.text


def test_a_document_without_a_page_is_refused(catalog: Any) -> None:
    with pytest.raises(TypeError, match="StatusReport has no HTML page"):
        html_text(catalog.status(["gpt-5.4"], on=DATA_DAY), Frame())


def test_the_frontier_runs_along_those_that_nothing_cheaper_reaches() -> None:
    points = [point("dear", 10, 90), point("same price", 2, 60), point("cheap", 1, 50), point("worse", 5, 70),
              point("good", 2, 80)]  # fmt: skip
    assert [p.name for p in frontier(points, lambda p: p.price, lambda p: p.score)] == ["cheap", "good", "dear"]
    drawn = scatter(points, "price", "score", "${:g}".format)
    assert drawn.frontier.count("V") == 2
    higher = {m.text.split(",")[0]: m.y for m in drawn.marks}
    assert higher["dear"] < higher["good"] < higher["cheap"]
    assert all(m.high < m.y < m.low for m in drawn.marks)


def point(name: str, price: float, score: float) -> ScatterPoint:
    return ScatterPoint(name, price, score, score - 3, score + 3, "tested", True)


def test_the_pick_is_tested_and_can_be_had(catalog: Any) -> None:
    answer = catalog.recommend(Request(needs={"coding": 1.0}, as_of=DATA_DAY, top=10))
    first, second, third = (
        replace(r, standing="tested", access="public", weights="closed") for r in answer.ranking[:3]
    )

    def pick(*ranking: Any) -> tuple[str, str]:
        asked = replace(answer, ranking=ranking)
        found = picked(asked)
        assert found is not None
        other = runner_up(asked, found)
        assert other is not None
        return found.model, other.model

    assert pick(first, second, third) == (first.model, second.model)
    assert pick(replace(first, standing="promising"), second, third) == (second.model, third.model)
    assert pick(replace(first, access="partners"), second, third) == (second.model, third.model)
    assert pick(replace(first, access=None, weights="open"), second, third) == (first.model, second.model)


def test_the_door_of_the_formats_writes_the_page(catalog: Any) -> None:
    stream = io.StringIO()
    answer = catalog.recommend(Request(needs={"coding": 1.0}, as_of=DATA_DAY, top=3))
    render(answer, "html", stream=stream, frame=Frame("modelpick recommend <b>", version="9.9"))
    page = Page(stream.getvalue())
    assert "Asked with modelpick recommend <b>" in page.text
    assert "Made by modelpick 9.9" in page.text


def test_an_announced_end_is_the_day_until_which_the_pick_is_valid(catalog: Any) -> None:
    answer = catalog.recommend(Request(needs={"coding": 1.0}, as_of=DATA_DAY, top=3))
    end = Ahead("2026-12-24", "end", "the API of it ends there", (answer.sources[0].id,))
    ranking = tuple(replace(r, ahead=(end,), standing="tested", access="public") for r in answer.ranking)
    assert (
        "Valid until 2026-12-24 then the API of it ends there" in Page(html_text(replace(answer, ranking=ranking))).text
    )
    without = Page(html_text(replace(answer, ranking=tuple(replace(r, ahead=()) for r in ranking)))).text
    assert f"Valid until {answer.ask_again} nothing is announced that ends it sooner" in without


def test_a_comparison_is_valid_until_the_first_thing_announced_of_either(catalog: Any) -> None:
    ends = html_text(catalog.compare(["gpt-4o", "gpt-5.5"], on=DATA_DAY))
    assert "Valid until 2027-01-14 then the API of GPT-4o ends at OpenAI" in Page(ends).text
    answer = catalog.compare(["opus-4.6", "gpt-5.4"], Request(needs={"coding": 1.0}, as_of=DATA_DAY))
    page = Page(html_text(replace(answer, ahead=())))
    assert f"Valid until {answer.ask_again} nothing is announced that changes it sooner" in page.text
    assert all(part.strip() in page.text for part in answer.text.split(":"))
    assert ".." not in page.text


def test_what_has_no_price_is_named_and_not_drawn(catalog: Any) -> None:
    answer = catalog.recommend(Request(needs={"coding": 1.0}, as_of=DATA_DAY, top=8))
    gone, free = (replace(r.offering, price_blended=price) for r, price in zip(answer.ranking, (None, 0), strict=False))
    lines = (replace(answer.ranking[0], offering=gone), replace(answer.ranking[1], offering=free), *answer.ranking[2:])
    text = Page(html_text(replace(answer, ranking=lines))).text
    assert f"Not drawn: no price is known of {lines[0].name}; {lines[1].name} is given away." in text
