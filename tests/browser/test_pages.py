"""The HTML pages as people see them, in a real browser."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from modelpick.decide.candidate import Candidate, candidate_of
from modelpick.decide.question import Question
from modelpick.decide.recommend import ranking
from modelpick.decide.scoring import score
from modelpick.model.fields import replace
from modelpick.model.request import Request
from modelpick.render.frame import Frame
from modelpick.render.html import html_text
from tests.conftest import DATA_DAY
from tests.render.test_html import ASKED, HOSTILE_FILE

PAPERS = {"A4": (297, 210), "Letter": (279.4, 215.9)}


@pytest.fixture(scope="module", params=ASKED)
def command(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def text(run: Any, command: str) -> str:
    """The page of a command, as it is written to a file."""
    return page_text(run, command, *ASKED[command])


def page_text(run: Any, *words: object) -> str:
    """The page that the program writes to these words; asked once."""
    if words not in _PAGES:
        result = run(*words, "--as-of", DATA_DAY, "--format", "html")
        assert result.code == 0, result.err
        _PAGES[words] = str(result.out)
    return _PAGES[words]


_PAGES: dict[tuple[object, ...], str] = {}


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)], ids=["wide-light", "narrow-dark"])
def test_a_page_opens_without_complaint_fits_the_screen_and_is_accessible(
    show: Any, violations: Any, text: str, dark: bool, width: int
) -> None:
    shown = show(text, width=width, dark=dark)
    assert shown.complaints == []
    assert shown.page.evaluate("document.documentElement.scrollWidth") == width
    assert shown.page.locator("h1").is_visible()
    assert shown.page.locator("figure svg").first.is_visible()
    assert not violations(shown.page)


@pytest.mark.parametrize("paper", PAPERS)
def test_it_prints_as_one_page_and_an_appendix(show: Any, text: str, paper: str) -> None:
    first, *others = printed(show(text).page, paper)
    assert "Asked with" in first
    assert DATA_DAY in first
    assert "APPENDIX" not in first
    assert others[0].startswith("APPENDIX")
    assert "Words and sources" in " ".join(others)


def test_the_longest_decision_still_prints_on_one_page(show: Any, catalog: Any) -> None:
    answer = catalog.recommend(Request(needs={"coding": 1.0}, as_of=DATA_DAY, top=10))
    name = "a name that has no end " * 20
    reasons = tuple(replace(reason, text=reason.text * 12) for reason in answer.ranking[0].for_)
    long = replace(answer.ranking[0], name=name, for_=reasons, cautions=reasons, standing="tested", api="ga")
    answer = replace(answer, ranking=(long, *answer.ranking[1:]), changes=reasons)
    first, second, *_ = printed(show(html_text(answer, Frame("modelpick recommend"))).page, "Letter")
    assert "Asked with" in first
    assert "a name that has no end" in first
    assert second.startswith("APPENDIX")


def test_no_reason_is_cut_off_on_paper(show: Any, run: Any) -> None:
    page = show(page_text(run, "recommend", *ASKED["recommend"]), width=709).page  # Letter, less the margins
    page.emulate_media(media="print")
    for part in (".why", "#decision > .scroll"):
        box = page.locator(part)
        assert box.evaluate("box => box.scrollHeight - box.clientHeight") <= 1, part
    assert page.locator("figure svg.scatter").bounding_box()["height"] > 180


def test_a_dark_screen_prints_on_white(show: Any, run: Any) -> None:
    page = show(page_text(run, "recommend", *ASKED["recommend"]), dark=True).page
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) != "rgb(255, 255, 255)"
    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert not page.locator("#weights").is_visible()


def printed(page: Any, paper: str) -> list[str]:
    """The words of each printed page."""
    reader = pytest.importorskip("pypdf").PdfReader(io.BytesIO(page.pdf(format=paper)))
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]


def placed(page: Any) -> list[tuple[str, str, float]]:
    """Model, rank and score of each line, from the top."""
    found = page.evaluate(
        """[...document.querySelectorAll("#ranking tbody tr")].map(line => [line.dataset.model,
        ...["rank", "score"].map(key => line.querySelector(`[data-key=${key}]`))]
        .map((each, at) => at === 0 ? each : at === 1 ? each.textContent : Number(each.dataset.sort)))"""
    )
    return [(model, rank, score) for model, rank, score in found]


def slide(page: Any, weights: Sequence[int]) -> None:
    """Set every slider, as a hand that drags it does."""
    for at, weight in enumerate(weights):
        page.locator(f"#weight-{at}").fill(str(weight))


def slide_at_once(page: Any, weights: Sequence[int]) -> None:
    """The same, and the page ranks once, after the last of them."""
    page.evaluate(
        """weights => {
            const sliders = [...document.querySelectorAll(".sliders input")];
            sliders.forEach((slider, at) => { slider.value = weights[at]; });
            sliders.at(-1).dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        weights,
    )


WEIGHTS = [
    (22, 20, 18, 14, 14, 8, 4),
    (0, 100, 0, 0, 0, 0, 0),
    (1, 0, 0, 0, 0, 0, 99),
    (10, 10, 10, 10, 10, 10, 10),
    (0, 0, 0, 0, 50, 50, 7),
    (3, 0, 93, 11, 0, 41, 0),
    (87, 2, 5, 1, 1, 77, 13),
]


def scored(question: Question, passing: Sequence[Candidate], weights: Sequence[float]) -> list[tuple[str, float]]:
    """Who ranks where and with which score at other weights, each on the route of the answer, by the program itself."""
    total = sum(weights)
    criteria = [replace(w, weight=weight / total) for w, weight in zip(question.criteria, weights, strict=True)]
    changed = replace(question, criteria=criteria)
    again = [replace(c, score=score(criteria, c.subject, c.cells)) for c in passing]
    return [(c.model.id, c.score.value) for c in ranking(changed, again)]


def assert_same_ranking(shown: Sequence[tuple[str, float]], expected: Sequence[tuple[str, float]]) -> None:
    assert [model for model, _ in shown] == [model for model, _ in expected]
    assert [score for _, score in shown] == pytest.approx([score for _, score in expected], abs=1e-6)


@pytest.mark.parametrize("request_", [
    Request(needs={"coding": 1.0}, as_of=DATA_DAY, top=400),
    Request(needs={"coding": 1.0}, as_of=DATA_DAY, top=400, risk="averse"),
    Request(needs={"coding": 1.0}, as_of=DATA_DAY, top=400, evidence="tested"),
    Request(needs={"rag": 1.0, "low-cost": 1.0}, as_of=DATA_DAY, top=400),
    Request(needs={"coding": 1.0}, as_of=DATA_DAY, top=400, hardware="rtx-4090", constraints={"self-host": True}),
], ids=["coding", "averse", "tested", "mixed", "at home"])  # fmt: skip
def test_the_sliders_rank_as_the_program_does(show: Any, catalog: Any, request_: Request) -> None:
    answer, question = catalog.recommend(request_), catalog.question(request_)
    page = show(html_text(answer)).page
    before = placed(page)
    given = page.evaluate("[...document.querySelectorAll('.sliders input')].map(slider => Number(slider.defaultValue))")
    assert given == pytest.approx([100 * w.weight for w in question.criteria], abs=0.51)
    assert [model for model, _, _ in before] == [r.model for r in answer.ranking]
    shown = {model for model, _, _ in before}
    passing = [candidate_of(question, id_) for id_ in question.ids if id_ in shown]
    for pattern in WEIGHTS:
        weights = [pattern[at % len(pattern)] for at in range(len(question.criteria))]
        slide_at_once(page, weights)
        shares = page.evaluate("[...document.querySelectorAll('.sliders input')].map(slider => Number(slider.value))")
        assert shares == weights
        # Where a slider stands where it stood, the exact weight of the question counts.
        exact = [w.weight for w in question.criteria]
        asked = [weight if now == then else now / 100 for weight, now, then in zip(exact, weights, given, strict=True)]
        expected = scored(question, passing, asked)
        lines = placed(page)
        ranked = [(model, score) for model, rank, score in lines if rank != "not ranked"]
        assert_same_ranking(ranked, expected)
        assert [int(rank) for _, rank, _ in lines[: len(ranked)]] == list(range(1, len(ranked) + 1))
    page.locator("#reset").click()
    after = placed(page)
    assert [(model, rank) for model, rank, _ in after] == [(model, rank) for model, rank, _ in before]
    assert [score for _, _, score in after] == pytest.approx([score for _, _, score in before], abs=1e-6)


def test_the_sliders_rank_as_the_command_does_with_a_need_of_these_weights(show: Any, run: Any, tmp_path: Path) -> None:
    weights = {"deepswe-1.1": 10, "swe-bench-pro": 70, "terminal-bench-2.1": 20}
    page = show(page_text(run, "recommend", "--need", "coding", "--top", "400")).page
    numbers = page.locator("#ranking tbody tr").count()
    assert numbers > 20
    criteria = json.loads(
        run("recommend", "--need", "coding", "--as-of", DATA_DAY, "--format", "json").out
    )["request"]["criteria"]  # fmt: skip
    slide(page, [weights.get(c["id"], 0) for c in criteria])
    (tmp_path / "rules" / "needs").mkdir(parents=True)
    (tmp_path / "rules" / "needs" / "coding.yaml").write_text(need_of(weights), "utf-8")
    own = run("recommend", "--need", "coding", "--rules", tmp_path / "rules", "--top", "400", "--as-of", DATA_DAY,
              "--format", "json")  # fmt: skip
    assert own.code == 0, own.err
    expected = [(r["model"], r["score"]) for r in json.loads(own.out)["ranking"]]
    shown = [(model, score) for model, rank, score in placed(page) if rank != "not ranked"]
    common = {model for model, _ in shown} & {model for model, _ in expected}
    assert len(common) > 20
    assert_same_ranking([s for s in shown if s[0] in common], [e for e in expected if e[0] in common])


def need_of(weights: dict[str, int]) -> str:
    lines = "".join(
        f"  - {{id: {id_}, benchmark: {id_}, weight: {weight}, says: is good at {id_}, because: it is}}\n"
        for id_, weight in weights.items()
    )
    head = "id: coding\nkind: need\ntitle: Coding\nabout: Coding.\nbecause: It is.\n"
    example = "{given: {deepswe-1.1: 60, swe-bench-pro: 60, terminal-bench-2.1: 60}, score: 60}"
    return f"{head}criteria:\n{lines}examples:\n- {example}\n"


def test_the_keyboard_moves_a_slider_and_a_screen_reader_hears_of_it(show: Any, run: Any) -> None:
    page = show(page_text(run, "recommend", *ASKED["recommend"])).page
    slider, said = page.locator("#weight-1"), page.locator("#said")
    assert said.get_attribute("aria-live") == "polite"
    before = int(slider.input_value())
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert int(slider.input_value()) == before + 1
    assert "With weights of your own" in said.inner_text()
    first = page.locator("#ranking tbody tr").first
    assert first.locator("th").inner_text() in said.inner_text()
    page.keyboard.press("ArrowLeft")
    assert said.inner_text() == "The weights are those of the command again."


def test_without_any_weight_the_order_stays(show: Any, run: Any) -> None:
    page = show(page_text(run, "recommend", *ASKED["recommend"])).page
    count = page.locator(".sliders input").count()
    slide(page, [0] * (count - 1))
    before = placed(page)
    slide(page, [0] * count)
    page.locator("#weight-0").dispatch_event("change")
    assert placed(page) == before
    assert "nothing can be ranked" in page.locator("#said").inner_text()


def test_the_filters_show_what_is_asked_for(show: Any, run: Any) -> None:
    page = show(page_text(run, "recommend", *ASKED["recommend"])).page
    answer = json.loads(
        run("recommend", *ASKED["recommend"], "--top", "40", "--as-of", DATA_DAY, "--format", "json").out
    )
    everyone = answer["ranking"]

    def shown() -> list[str]:
        return [line.get_attribute("data-model") for line in page.locator("#ranking tbody tr:visible").all()]

    page.get_by_label("open weights only").check()
    assert shown() == [r["model"] for r in everyone if r["weights"] == "open"]
    page.get_by_label("open weights only").uncheck()
    page.get_by_label("tested only").check()
    assert shown() == [r["model"] for r in everyone if r["standing"] == "tested"]
    page.get_by_label("tested only").uncheck()
    page.get_by_label("Name or lab contains").fill("OPUS")
    assert shown() == [r["model"] for r in everyone if "opus" in r["name"].lower()]
    assert page.locator("#said").inner_text() == f"{len(shown())} of {len(everyone)} models are shown."


def test_a_column_sorts_both_ways_and_what_is_unknown_comes_last(show: Any, run: Any) -> None:
    page = show(page_text(run, "recommend", *ASKED["recommend"])).page
    head = page.locator("#ranking thead th", has_text="price per M tokens")
    column = page.locator("#ranking thead th").all_inner_texts().index(head.inner_text())

    def prices() -> list[float | None]:
        cells = [line.locator("td, th").nth(column) for line in page.locator("#ranking tbody tr").all()]
        return [None if (raw := cell.get_attribute("data-sort")) is None else float(raw) for cell in cells]

    def ordered(down: bool) -> list[float | None]:
        known = sorted((p for p in prices() if p is not None), reverse=down)
        return [*known, *[None] * (len(prices()) - len(known))]

    head.get_by_role("button").press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert prices() == ordered(down=True)
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert prices() == ordered(down=False)
    assert page.locator("#ranking thead th[aria-sort]").count() == 1


def test_light_and_dark_follow_the_system_and_the_button(show: Any, run: Any) -> None:
    text = page_text(run, "recommend", *ASKED["recommend"])
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = show(text).page, show(text, dark=True).page
    seen = light.evaluate(ground), dark.evaluate(ground)
    assert len(set(seen)) == 2
    light.get_by_role("button", name="Show on a dark ground").click()
    assert light.evaluate(ground) == seen[1]
    dark.get_by_role("button", name="Show on a light ground").click()
    assert dark.evaluate(ground) == seen[0]


def test_without_scripts_everything_is_there_to_read(show: Any, run: Any) -> None:
    page = show(page_text(run, "recommend", *ASKED["recommend"]), script=False).page
    assert page.locator("#ranking tbody tr:visible").count() == 40
    assert not page.locator("#weights").is_visible()
    assert not page.locator("#theme").is_visible()


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog file with a hostile name in it."""
    file = tmp_path_factory.mktemp("evil") / "hostile.yaml"
    file.write_text(HOSTILE_FILE, "utf-8")
    return file


@pytest.mark.parametrize("words", [
    ["recommend", "--need", "coding"],
    ["compare", "evil/one", "gpt-5.4", "--need", "coding"],
    ["cost", "evil/one", "gpt-5.4", "--workload", "rag"],
    ["explain", "evil/one", "--need", "coding"],
], ids=lambda words: words[0])  # fmt: skip
def test_a_hostile_name_does_nothing_but_stand_there(show: Any, run: Any, evil: Path, words: list[str]) -> None:
    shown = show(page_text(run, *words, "--catalog", evil))
    assert shown.complaints == []
    assert shown.page.get_by_text("<script>alert(1)</script>").first.is_visible()
    assert shown.page.locator("img").count() == 0


@pytest.mark.parametrize("extra", [
    "<script>document.title = 'taken'</script>",
    "<img src='http://127.0.0.1:9/x.png' onerror=\"document.title = 'taken'\">",
    "<style>h1 { display: none }</style>",
])  # fmt: skip
def test_the_policy_stops_what_somebody_adds_to_the_file(show: Any, run: Any, extra: str) -> None:
    text = page_text(run, "cost", *ASKED["cost"])
    shown = show(text.replace("</main>", f"{extra}</main>"))
    assert "Content Security Policy" in " ".join(shown.complaints)
    assert shown.page.title() != "taken"
    assert shown.page.locator("h1").is_visible()
