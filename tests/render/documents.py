"""Small result documents made by hand. Every model and figure in them is invented."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from modelpick.domain.results import (
    ApiStatus,
    AskedCriterion,
    CellView,
    ComparedCell,
    Comparison,
    Contribution,
    Excluded,
    Explanation,
    FactLine,
    FailedConstraint,
    Figure,
    Listing,
    ModelCard,
    NotRanked,
    OfferingLine,
    Ranked,
    Reason,
    Recommendation,
    Relaxation,
    RequestView,
    RouteView,
    SourceRef,
    Status,
    StatusLine,
    StatusReport,
    TraitLine,
    Verdict,
)

DAY = "2026-11-21"
HOSTILE = "a\x1b[31mred\x9b2J [bold]loud[/bold] [link=http://x.test]k[/link] \u202egpj.exe\u200b <b>|`x`"

SOURCES = (
    SourceRef(1, "board", "Repairs board", "Open Bench", "2026-09-14", "https://board.test/repairs/2026-09-14", None),
    SourceRef(
        2, "card", "Alpha 27B model card", "Alpha Lab", "2026-08", "https://alpha.test/models/alpha-27b/card.pdf", None
    ),
    SourceRef(3, "prices", "Price list", "North Cloud", "2026-10-02", "https://north.test/prices", "CC BY 4.0"),
    SourceRef(4, "press", "Which one to pick", "Weekly", "2026-04", None, None),
)

REQUEST = RequestView(
    needs={"coding": 1.0},
    persona=None,
    constraints={"license": ["osi"], "min-context": 128000},
    where=(),
    only=(),
    evidence="any",
    risk="neutral",
    allow_unknown=(),
    top=5,
    summary="coding · licence: OSI · context of at least 128k",
    criteria=(
        AskedCriterion("repairs", "repairs real repositories", "swe", 0.6),
        AskedCriterion("shell", "terminal work", "term", 0.4),
    ),
)

ROUTE = RouteView(
    "api",
    "north",
    "North Cloud",
    "alpha-27b",
    "ga",
    "geo",
    ("eu",),
    262144,
    Decimal("0.15"),
    Decimal("1.20"),
    Decimal("0.4125"),
    "2026-10-02",
    ("prices",),
)
NO_PRICE = replace(ROUTE, provider="south", provider_name="South", price_in=None, price_out=None, price_blended=None)
OWN = replace(NO_PRICE, kind="self_host", provider=None, provider_name=None)

CONTRIBUTIONS = (
    Contribution(
        "repairs",
        "repairs real repositories",
        "swe",
        "SWE-bench Verified",
        None,
        74.2,
        "percent",
        74.2,
        0.6,
        44.5,
        2.1,
        "independent",
        False,
        ("board",),
    ),
    Contribution(
        "shell",
        "terminal work",
        "term",
        "Terminal-Bench 2.0",
        None,
        52.0,
        "percent",
        52.0,
        0.4,
        20.8,
        4.0,
        "vendor",
        True,
        ("card", "board"),
    ),
)


def ranked(rank: int, name: str, score: float, **changes: object) -> Ranked:
    """One line of a ranking, with every kind of reason."""
    first = Ranked(
        rank=rank,
        model=f"lab/{name.lower().replace(' ', '-')}",
        name=name,
        lab="lab",
        score=score,
        sd=2.34,
        low=score - 3.0,
        high=score + 3.0,
        first_share=0.61,
        top_three_share=0.97,
        coverage=0.85,
        measured=5,
        estimated=1,
        criteria=6,
        conflicts=0,
        weights="open",
        licence="apache-2.0",
        context=262144,
        api="ga",
        offering=ROUTE,
        contributions=CONTRIBUTIONS,
        missing=("long-context retrieval",),
        for_=(
            Reason(
                "repairs real repositories: 74.2 % SWE-bench Verified, independent, 2026-09",
                ("board",),
                26.0,
                "repairs real repositories",
            ),
            Reason(
                "follows a schema without being asked twice, by three accounts of teams that moved to it this summer",
                ("press",),
                None,
                "said of it",
            ),
        ),
        against=(
            Reason(
                "terminal work: 52 % Terminal-Bench 2.0, vendor's own figure, 2026-08; Beta 2 has 64 %",
                ("card", "board"),
                -4.8,
                "terminal work",
            ),
        ),
        cautions=(
            Reason(
                "Terminal-Bench 2.0: sources disagree, 58 % (Alpha Lab, 2026-08) and 46 % (Open Bench, 2026-09); "
                "52 % counts",
                ("card", "board"),
                subject="conflicting figures",
            ),
        ),
        unknown=(Reason("no usable figure for LongBench 3", subject="long-context retrieval"),),
    )
    return replace(first, **changes)  # type: ignore[arg-type]


def recommendation() -> Recommendation:
    """Four ranked models, some excluded, some apart."""
    return Recommendation(
        schema_version="1.0",
        as_of=DAY,
        request=REQUEST,
        verdict=Verdict(
            "close",
            "Alpha 27B and Beta 2 cannot be told apart: 71.4 and 69.9 points, closer than their errors.",
            "lab/alpha-27b",
            ("lab/beta-2",),
        ),
        ranking=(
            ranked(1, "Alpha 27B", 71.4),
            ranked(
                2,
                "Beta 2",
                69.9,
                conflicts=1,
                measured=3,
                licence="mit",
                context=1_048_576,
                offering=NO_PRICE,
                api="public_preview",
            ),
            ranked(3, "Gamma Coder 397B A17B Thinking", 64.0, context=None, licence=None, api=None, offering=OWN),
            ranked(4, "Delta", 41.05, weights="closed", licence="proprietary", admitted_unknown=("baa",)),
        ),
        specialists=(),
        excluded=(
            Excluded(
                "lab/omega",
                "Omega Ultra",
                (
                    FailedConstraint("license", "fail", "licence is proprietary, not approved by the OSI", ("press",)),
                    FailedConstraint("min-context", "unknown", "the context that is served is not published"),
                ),
                82.1,
            ),
            Excluded("lab/psi", "Psi", (FailedConstraint("license", "unknown", "licence is not published"),), 70.3),
            Excluded(
                "lab/chi",
                "Chi",
                (FailedConstraint("min-context", "fail", "context is 32k, less than 128k", ("card",)),),
                None,
            ),
        ),
        not_ranked=(
            NotRanked("lab/rho", "Rho", 0.35, ("terminal work",)),
            NotRanked("lab/tau", "Tau", 0.1, ("terminal work", "repairs")),
        ),
        relaxations=(),
        changes=(Reason('Beta 2 would be first if "terminal work" weighed 52 % instead of 40 %', subject="weight"),),
        notes=("2 models would fit but lack figures for 40 % of the weight: listed apart, not ranked",),
        sources=SOURCES,
        facts_until="2026-11-19",
        excluded_counts={"license": 61, "min-context": 22},
    )


def nothing_fits() -> Recommendation:
    return replace(
        recommendation(),
        verdict=Verdict("none", "Nothing fits: no model meets every constraint.", None),
        ranking=(),
        relaxations=(
            Relaxation(("max-price-out",), ("maximum output price",), 12, "lab/alpha-27b", "Alpha 27B", 71.4),
            Relaxation(("license", "min-context"), ("licence", "minimum context"), 3, None, None, None),
        ),
    )


def figure(value: float, **changes: object) -> Figure:
    one = Figure(
        "swe",
        "SWE-bench Verified",
        value,
        "percent",
        "vendor",
        "Alpha Lab",
        None,
        None,
        None,
        "2026-08",
        "accepted",
        None,
        "card",
        True,
    )
    return replace(one, **changes)  # type: ignore[arg-type]


CELL = CellView(
    "swe",
    "SWE-bench Verified",
    "percent",
    77.4,
    2.0,
    "vendor",
    False,
    ("measured only at reduced effort (low)",),
    (
        figure(77.4),
        figure(
            58.3,
            state="quarantined",
            why="contradicted by the lab's own table",
            source="press",
            by="press",
            used=False,
            variant="contemplating",
        ),
    ),
)
CONFLICT = CellView(
    "swe",
    "SWE-bench Verified",
    "percent",
    73.2,
    3.0,
    "independent",
    True,
    (),
    (figure(73.2, by="independent", evaluator="Open Bench", source="board"), figure(80.8, used=False)),
)
MISSING = CellView("elo", "Arena Text", "elo", None, None, None, False, (), ())
ARENA = CellView(
    "elo",
    "Arena Text",
    "elo",
    1427.0,
    5.0,
    "independent",
    False,
    (),
    (
        replace(
            figure(1427.0, unit="elo", by="independent", source="board"), benchmark="elo", benchmark_name="Arena Text"
        ),
    ),
)


def comparison(*names: str) -> Comparison:
    models = {f"lab/{n.lower().replace(' ', '-')}": n for n in names or ("Alpha 27B", "Beta 2")}
    first, *rest = models
    return Comparison(
        schema_version="1.0",
        as_of=DAY,
        models=models,
        request=REQUEST,
        verdict=Verdict("clear", f"{models[first]} leads for coding.", first),
        scores={first: 71.4, **dict.fromkeys(rest, None)},
        coverage={first: 0.85, **dict.fromkeys(rest, 0.2)},
        facts=(
            ("context", {m: FactLine("context", "1M", ("card",)) for m in models}),
            (
                "price in / out",
                {first: FactLine("price", "$0.15 / $1.20", ("prices",)), **{m: FactLine("price", None) for m in rest}},
            ),
        ),
        cells=(
            ComparedCell(
                "swe", "SWE-bench Verified", "percent", {first: CELL, **dict.fromkeys(rest, CONFLICT)}, first, 4.2, 0.6
            ),
            ComparedCell("elo", "Arena Text", "elo", {first: ARENA, **dict.fromkeys(rest, MISSING)}, None, None, 0.4),
        ),
        only_one_has=(Reason(f"only {models[first]} has open weights", ("card",)),),
        notes=(),
        sources=SOURCES,
    )


def status(*, usable: bool = False) -> Status:
    return Status(
        model="lab/alpha-27b",
        name="Alpha 27B",
        as_of=DAY,
        usable=usable,
        text="Alpha 27B has a private preview of its API since 2026-04-08; not open to everybody.",
        api=ApiStatus("private_preview", "2026-04-08", "card"),
        surfaces={"api": "private_preview", "consumer_app": "ga", "weights": "none"},
        retires_on="2027-03-01",
        successor="lab/beta-2",
        offerings=(
            OfferingLine(
                "north",
                "North Cloud",
                "alpha-27b-v1:0",
                "ga",
                "2026-05-01",
                "geo",
                ("eu", "de"),
                262144,
                None,
                Decimal("0.15"),
                Decimal("1.2"),
                "2026-10-02",
                "2027-03-01",
                "prices",
                "on request",
            ),
            OfferingLine(
                "south",
                "South",
                None,
                None,
                "2026-06",
                "unknown",
                (),
                None,
                None,
                None,
                None,
                None,
                None,
                "board",
                None,
            ),
        ),
        history=(
            StatusLine("2026-04-08", "api", "private_preview", None, "card", None, False, "partners only"),
            StatusLine("2027-03-01", "api", "retired", "north", "prices", "2026-10-02", True, None),
        ),
    )


def report(count: int = 1) -> StatusReport:
    return StatusReport("1.0", DAY, (status(), *(status(usable=True) for _ in range(count - 1))), SOURCES)


def card() -> ModelCard:
    return ModelCard(
        schema_version="1.0",
        as_of=DAY,
        model="lab/alpha-27b",
        name="Alpha 27B",
        facts=(
            FactLine("released", "2026-04-08", ("card",)),
            FactLine("context", "262,144 tokens", ("card",)),
            FactLine("parameters", None),
        ),
        cells=(CELL, replace(CONFLICT, benchmark="swe-pro", benchmark_name="SWE-bench Pro"), ARENA),
        traits=(
            TraitLine("misfits", "slow on long answers", ("writing",), "press", "2026-04"),
            TraitLine("for", "repairs code well", (), "press", "2026-04"),
        ),
        status=status(),
        unknown=("parameters", "knowledge cutoff"),
        sources=SOURCES,
    )


def explanation() -> Explanation:
    answer = recommendation()
    second, first = answer.ranking[1], answer.ranking[0]
    return Explanation(
        schema_version="1.0",
        as_of=DAY,
        request=REQUEST,
        model=second.model,
        name=second.name,
        text="Beta 2 fits, but ranks second of 4: 1.5 points behind Alpha 27B.",
        recommended=False,
        rank=2,
        ranked=second,
        excluded=None,
        not_ranked=None,
        first=first,
        gap=(
            Reason("repairs real repositories: 70.1 % against 74.2 %", ("board",), -2.5),
            Reason("terminal work: 64 % against 52 %", ("card",), 1.0),
        ),
        constraints=(("license", "pass", "MIT is approved by the OSI"), ("min-context", "unknown", "not published")),
        notes=(),
        sources=SOURCES,
    )


def listing() -> Listing:
    return Listing(
        "1.0",
        DAY,
        ("id", "name", "released", "weights", "context", "price.in", "tool_calling", "providers"),
        (
            ("lab/alpha-27b", "Alpha 27B", "2026-04-08", "open", 262144, Decimal("0.15"), True, ("north", "south")),
            ("lab/beta-2", "Beta 2", None, None, None, None, None, ()),
        ),
        40,
    )
