"""What sets two models apart, on what is known of both."""

from __future__ import annotations

import pytest

from modelpick.documents.comparison_reports import Explanation
from modelpick.documents.recommendation import Ranked
from modelpick.model.facts import Anchors, Measurement, Model
from modelpick.model.request import Request
from modelpick.use_cases.catalog import OpenCatalog
from tests.factories import DAY, benchmark, criterion, facts, figure, model, need, offering, rulebook

PRICE = {"field": "price.blended", "says": "costs little", "unit": "USD", "anchors": Anchors(60, 0.05, "log")}
WORK = need("work", criterion("exam", 5), criterion("trial", 3), criterion("speed", 2))
PAID = need("paid", criterion("exam", 9), criterion("price", 1, **PRICE))
BOARD = [benchmark(id_) for id_ in ("exam", "trial", "speed")]


def scored(id_: str, exam: float, trial: float | None = None, speed: float | None = None, **more: object) -> Model:
    given = {"exam": exam, "trial": trial, "speed": speed}
    figures = [figure(value, benchmark=test) for test, value in given.items() if value is not None]
    return model(id_, *figures, **more)


def known(*models: Model, which: str = "work") -> tuple[OpenCatalog, Request]:
    book = rulebook(WORK, PAID)
    return OpenCatalog(facts(*models, benchmarks=BOARD), book, DAY), Request(needs={which: 1})


def ranked(*models: Model, which: str = "work") -> dict[str, Ranked]:
    catalog, request = known(*models, which=which)
    return {line.model: line for line in catalog.recommend(request).ranking}


def test_what_is_known_of_one_alone_is_no_lead() -> None:
    """The second has no figure on the trial: that is no zero of it."""
    first = ranked(scored("a/whole", 80, 90, 60), scored("a/partly", 78, None, 64))["a/whole"]
    said = first.contrast
    assert said is not None
    # (5 x 2 - 2 x 4) / 7 on what both have; the scores are 79 and 74.
    assert said.points == 5.0
    assert said.text == (
        "Ahead of Partly by 5.0 points; ahead by 0.3 on what is known of both: +1.4 is good at exam, "
        "-1.1 is good at speed; not comparable: is good at trial"
    )


def test_where_all_is_known_of_both_the_differences_are_the_gap() -> None:
    first = ranked(scored("a/one", 80, 90, 60), scored("a/two", 78, 80, 64))["a/one"]
    assert first.contrast is not None
    assert first.contrast.text.startswith("Ahead of Two by 3.2 points: +3.0 is good at trial, +1.0 is good at exam")
    assert "comparable" not in first.contrast.text


@pytest.mark.parametrize(
    ("strong", "weak", "beaten"),
    [
        ((80, 90, 60), (70, 80, 50), True),
        ((80, 90, 60), (70, 95, 50), False),
        ((80, None, 60), (70, 80, 50), False),
        ((80, 90, 60), (70, None, 50), False),
        ((80, None, 60), (70, None, 50), False),
    ],
)
def test_nowhere_worse_is_said_only_where_all_is_known_of_both(
    strong: tuple[float | None, ...], weak: tuple[float | None, ...], beaten: bool
) -> None:
    line = ranked(scored("a/strong", *strong), scored("a/weak", *weak))["a/weak"]  # type: ignore[arg-type]
    assert (line.dominated_by, line.dominated_on) == (("Strong", "figures") if beaten else (None, None))


def explained(id_: str, *models: Model, which: str = "work") -> Explanation:
    catalog, request = known(*models, which=which)
    return catalog.explain(id_, request)


def test_explain_gives_no_points_to_what_is_known_of_one_alone() -> None:
    gap = explained("a/partly", scored("a/whole", 80, 90, 60), scored("a/partly", 78, None, 64)).gap
    told = {each.subject: (each.points, each.text) for each in gap}
    assert told["trial"] == (None, "is good at trial: not known against 90%, not comparable")
    assert told["exam"][0] == -1.4
    assert told["speed"][0] == 1.1


def test_a_price_that_nobody_publishes_is_not_behind() -> None:
    cheap = scored("a/cheap", 70, offerings=(offering("1"),))
    silent = scored("a/silent", 60, offerings=(offering(None),))
    (line,) = [r for r in ranked(cheap, silent, which="paid").values() if r.model == "a/silent"]
    assert line.contrast is not None
    assert "not comparable: costs little" in line.contrast.text
    assert line.dominated_by is None


def refused(value: float, test: str, state: str, why: str | None) -> Measurement:
    return figure(value, benchmark=test, state=state, why=why)


def test_explain_lists_the_figures_that_were_refused_and_why() -> None:
    odd = refused(72.7, "exam", "quarantined", "a figure of another model")
    old = refused(60.0, "trial", "superseded", "measured anew")
    other = refused(1.0, "speed", "quarantined", "not asked for here")
    one = model("a/one", figure(80), odd, old, other)
    answer = explained("a/one", one)
    assert [(f.benchmark, f.value, f.state, f.why) for f in answer.refused] == [
        ("exam", 72.7, "quarantined", "a figure of another model"),
        ("speed", 1.0, "quarantined", "not asked for here"),
        ("trial", 60.0, "superseded", "measured anew"),
    ]
    assert {f.source for f in answer.refused} <= {s.id for s in answer.sources}
    assert [f.benchmark for f in explained("a/one", one, which="paid").refused] == ["exam"]
