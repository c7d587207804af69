"""What columns beneath an overlay say already is what working them out anew would say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelpick.decide.beneath import ColumnsBeneath
from modelpick.decide.tabulate import tabulate
from modelpick.evidence.cells import Evidence
from modelpick.model.facts import Facts, Policy, PolicyEntry, TermRow
from modelpick.model.fields import replace
from tests.conftest import DATA_DAY, bundled_catalog
from tests.decide.test_survey import WEIGHED, columns_of
from tests.factories import DAY, benchmark, figure, offering, provider
from tests.test_promises import FITTED, catalogs

ROWS = {
    "a baa of one's own": TermRow("cloud", "baa", "yes", on="2026-01-01", document="contract"),
    "of every provider": TermRow("*", "training", "no", on="2026-01-01", source="terms"),
}
DENIED = Policy(deny=(PolicyEntry("lab", "a", "policy"),))


def priced(known: Facts, price: str) -> Facts:
    """Every other model of `known` has an offering."""
    models = {
        id_: replace(model, offerings=(offering(price),)) if place % 2 else model
        for place, (id_, model) in enumerate(known.models.items())
    }
    return replace(known, models=models)


def laid_over(known: Facts, change: str) -> Facts:
    first = next(iter(known.models.values()))
    models = {
        "a figure": replace(first, measurements=(*first.measurements, figure(77.0))),
        "a price": replace(first, offerings=(offering("3"),)),
        "a successor": replace(first, successor=list(known.models)[-1]),
    }
    if change in models:
        return replace(known, models={**known.models, first.id: models[change]})
    if change in ROWS:
        return replace(known, terms={**known.terms, ROWS[change].key: ROWS[change]})
    others: dict[str, Any] = {
        "a model": {"models": {**known.models, "b/new": replace(first, id="b/new")}},
        "one model less": {"models": {id_: model for id_, model in known.models.items() if model is not first}},
        "a policy": {"policy": DENIED},
        "a provider": {"providers": {**known.providers, "cloud": provider(jurisdictions=("DE",))}},
        "another test": {"benchmarks": {**known.benchmarks, "exam": benchmark("exam", inputs=("image",))}},
        "nothing": {},
    }
    return replace(known, **others[change])


CHANGES = ("a figure", "a price", "a successor", "a model", "one model less", *ROWS, "a policy", "a provider")


@given(catalogs(least=2), st.sampled_from((*CHANGES, "another test", "nothing")), st.booleans())
@settings(max_examples=60)
def test_columns_over_others_are_the_columns_of_the_whole(drawn: Facts, change: str, estimated: bool) -> None:
    fitted = FITTED if estimated else None
    before = priced(drawn, "2")
    now = laid_over(before, change)
    evidence = Evidence(before.benchmarks, fitted, before.skills)
    beneath = ColumnsBeneath(columns_of(before, DAY, evidence, WEIGHED), before, now, DAY)
    anew = dict(tabulate(now, DAY, Evidence(now.benchmarks, fitted, now.skills), WEIGHED))
    assert dict(tabulate(now, DAY, Evidence(now.benchmarks, fitted, now.skills), WEIGHED, beneath)) == anew


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_touched_is_worked_out_anew(change: str) -> None:
    """Else the test above would say nothing of those that are not."""
    before = bundled_catalog().facts
    models = {id_: before.models[id_] for id_ in list(before.models)[:40]}
    before = replace(before, models=models)
    now = laid_over(before, change)
    columns = columns_of(before, DATA_DAY, Evidence(before.benchmarks), [])
    beneath = ColumnsBeneath(columns, before, now, DATA_DAY)
    taken = [id_ for id_ in now.models if beneath.place(id_) is not None]
    assert len(taken) >= (0 if change == "of every provider" else 38), change
    first = next(iter(models))
    touched = change in ("a figure", "a price", "a successor", "of every provider", "one model less")
    assert (first not in taken) == touched
    assert ("route.allowed" in beneath.fields_held(["route.allowed"])) == (change != "a policy")
