"""Small result documents made by hand. Every model and figure in them is invented."""

from __future__ import annotations

from decimal import Decimal

from modelpick.documents.audit_reports import AuditReport, CheckLine, CheckReport, ExceptionLine, Finding
from modelpick.documents.card_reports import (
    BenchmarkCard,
    CitedIn,
    DerivedLine,
    EvaluatorLine,
    FactLine,
    GlossaryCard,
    ModelCard,
    OutcomeLine,
    PlacedModel,
    ProviderCard,
    RelatedTerm,
    ServedModel,
    SourceCard,
    TermLine,
    TraitLine,
    WeighingNeed,
)
from modelpick.documents.catalog_reports import CatalogInfo, LayerLine, Listing
from modelpick.documents.change_reports import (
    AnswerMove,
    AnswerSide,
    Changes,
    DataSet,
    DiffReport,
    FactMove,
    LogReport,
    ModelLine,
    ModelMove,
    Moved,
    Placed,
    PriceMove,
    ReadLine,
    ScoreMove,
    ServedLine,
    SkippedLine,
    SourceLine,
    SourcesReport,
    StatusMove,
)
from modelpick.documents.comparison_reports import ComparedCell, Comparison, Explanation
from modelpick.documents.costing import (
    BreakEven,
    Cost,
    CostReport,
    LogCost,
    LogCostReport,
    LoggedModel,
    LoggedUsage,
    OfferingKey,
    SelfHost,
    Span,
    TokenFactor,
    VolumePoint,
)
from modelpick.documents.evidence_reports import CellView, Figure
from modelpick.documents.fitting import Estimated, Fit, FitReport, Memory
from modelpick.documents.live_reports import Incident, LiveLine, LiveReport, ProbeLine
from modelpick.documents.market_reports import NearModel, Place, UnmatchedId, UnmatchedReport
from modelpick.documents.recommendation import (
    AskedCriterion,
    Contribution,
    Excluded,
    FailedConstraint,
    NotRanked,
    Ranked,
    Reason,
    Recommendation,
    Relaxation,
    RequestView,
    RouteView,
    SourceRef,
    Verdict,
)
from modelpick.documents.status_reports import ApiStatus, OfferingLine, Status, StatusLine, StatusReport
from modelpick.documents.watch_reports import RetirementLine, RetirementReport, WatchChange, WatchReport
from modelpick.model.fields import names_of, replace
from modelpick.model.machines import Machine
from modelpick.model.workloads import Workload

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
    summary="coding · license: OSI · context of at least 128k",
    criteria=(
        AskedCriterion("repairs", "repairs real repositories", "swe", 0.6),
        AskedCriterion("shell", "terminal work", "term", 0.4),
    ),
    command=("--need", "coding", "--license", "osi", "--min-context", "128k"),
)

ROUTE = RouteView(
    "api",
    "north",
    "North Cloud",
    "alpha-27b",
    "ga",
    "public",
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
        tested=0.85,
        standing="tested",
        key=score,
        measured=5,
        estimated=1,
        criteria=6,
        conflicts=0,
        weights="open",
        license="apache-2.0",
        context=262144,
        api="ga",
        access="public",
        lifecycle="ga",
        offering=ROUTE,
        contributions=CONTRIBUTIONS,
        missing=("long-context retrieval",),
        for_=(
            Reason(
                "repairs real repositories: 74.2% SWE-bench Verified, independent, 2026-09",
                ("board",),
                26.0,
                "repairs real repositories",
                brief="74.2% on SWE-bench Verified, independent",
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
                "terminal work: 52% Terminal-Bench 2.0, vendor's own figure, 2026-08; Beta 2 has 64%",
                ("card", "board"),
                -4.8,
                "terminal work",
                brief="Beta 2 has 64% on Terminal-Bench 2.0, against 52%",
            ),
        ),
        cautions=(
            Reason(
                "Terminal-Bench 2.0: sources disagree, 58% (Alpha Lab, 2026-08) and 46% (Open Bench, 2026-09); "
                "52% counts",
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
                license="mit",
                context=1_048_576,
                offering=NO_PRICE,
                api="public_preview",
            ),
            ranked(3, "Gamma Coder 397B A17B Thinking", 64.0, context=None, license=None, api=None, offering=OWN),
            ranked(4, "Delta", 41.05, weights="closed", license="proprietary", admitted_unknown=("baa",)),
        ),
        specialists=(),
        excluded=(
            Excluded(
                "lab/omega",
                "Omega Ultra",
                (
                    FailedConstraint("license", "fail", "license is proprietary, not approved by the OSI", ("press",)),
                    FailedConstraint("min-context", "unknown", "the context that is served is not published"),
                ),
                82.1,
            ),
            Excluded("lab/psi", "Psi", (FailedConstraint("license", "unknown", "license is not published"),), 70.3),
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
        changes=(Reason('Beta 2 would be first if "terminal work" weighed 52% instead of 40%', subject="weight"),),
        notes=("2 models would fit but lack figures for 40% of the weight: listed apart, not ranked",),
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
            Relaxation(("license", "min-context"), ("license", "minimum context"), 3, None, None, None),
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
        text=f"{models[first]} leads for coding.",
        leads={first: 1, **dict.fromkeys(rest, 0)},
        shared=2,
    )


def status(*, usable: bool = False) -> Status:
    return Status(
        model="lab/alpha-27b",
        name="Alpha 27B",
        as_of=DAY,
        usable=usable,
        text="Alpha 27B has a private preview of its API since 2026-04-08; not open to everybody.",
        brief="Alpha 27B has been in private preview, for selected partners only, since 2026-04-08.",
        api=ApiStatus("private_preview", "2026-04-08", "card"),
        access="partners",
        lifecycle="preview",
        surfaces={"api": "private_preview", "consumer_app": "ga", "weights": "none"},
        retires_on="2027-03-01",
        successor="lab/beta-2",
        offerings=(
            OfferingLine(
                "north",
                "North Cloud",
                "alpha-27b-v1:0",
                "ga",
                "public",
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
            TraitLine("forecast", "weights follow", (), "press", "2026-04", "2026-12", OutcomeLine("open", None, None)),
            TraitLine("open_question", "what it was trained on", ("coding",), "press", "2026-04"),
        ),
        status=status(),
        unknown=("parameters", "knowledge cutoff"),
        sources=SOURCES,
        notes=("'alpha' is read as Alpha 27B, the newest of its family on 2026-11-21",),
        derived=(
            DerivedLine("strong", "coding: ahead of 90% of 12 models", ("swe",), ("board",), 0.9, 12),
            DerivedLine("offering", "no price is known of it, at 2 providers", ("north",)),
        ),
    )


def benchmark_card() -> BenchmarkCard:
    places = tuple(
        PlacedModel(n, f"lab/model-{n}", f"Model {n}", 90.0 - n, 2.0, "vendor", "2026-08", n == 2, ("card",))
        for n in range(1, 11)
    )
    return BenchmarkCard(
        "1.0",
        DAY,
        "swe",
        "Repairs",
        "repairs of real repositories",
        "percent",
        "higher",
        (FactLine("items", "500"), FactLine("published", None)),
        ("close to its ceiling",),
        ("swe-pro",),
        14,
        places,
        (EvaluatorLine("Open Bench", "independent", 3), EvaluatorLine(None, "vendor", 11)),
        (WeighingNeed("coding", "Coding", "repairs real repositories", 0.6),),
        SOURCES,
        ("'swe' is also a term: `modelpick show swe --kind term`",),
    )


def provider_card() -> ProviderCard:
    served = tuple(ServedModel(f"lab/model-{n}", f"Model {n}", status().offerings[n % 2]) for n in range(14))
    return ProviderCard(
        "1.0",
        DAY,
        "north",
        "North Cloud",
        (FactLine("country", "DE", ("prices",)), FactLine("certifications", None)),
        (
            TermLine("trains on API data", "no", "2026-10-02", "prices", None),
            TermLine("zero data retention", "on_request", "2026-10-02", "prices", "for some models, in writing"),
            TermLine("business associate agreement", "unknown", None, None, "not read at the provider"),
        ),
        14,
        served,
        SOURCES,
    )


def source_card() -> SourceCard:
    return SourceCard(
        "1.0",
        DAY,
        "board",
        "Repairs board",
        "Open Bench",
        (FactLine("of", "2026-09-14"), FactLine("page", "https://board.test/repairs/2026-09-14")),
        {"measurements": 31, "prices": 2},
        tuple(CitedIn(f"lab/model-{n}", f"Model {n}", 13 - n) for n in range(12)),
        (CitedIn("swe", "Repairs", 31),),
        (CitedIn("north", "North Cloud", 2),),
    )


def glossary_card() -> GlossaryCard:
    return GlossaryCard(
        "1.0",
        "kv-cache",
        "KV cache",
        ("key-value cache",),
        "The keys and values of all tokens so far.",
        "It limits context and users.",
        (RelatedTerm("token", "token"),),
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
        refused=(),
        gap=(
            Reason("repairs real repositories: 70.1% against 74.2%", ("board",), -2.5),
            Reason("terminal work: 64% against 52%", ("card",), 1.0),
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


READS = (
    ReadLine(7, "2026-11-20", "north-list", "North list", 5276, 12, 34, 5, 3, ("https://north.test/catalog.json",)),
    ReadLine(6, "2026-11-13", "south-list", "South list", 364, 364, 0, 0, 0, ("/data/south/models-2026-11-13.json",)),
)
NEW = ModelLine(
    "lab/gamma-coder", "Gamma Coder", "lab", "2026-11-18", "open", 262144, 3, 2, Decimal("0.3"), Decimal("1.2"),
    ("prices", "card"),
)  # fmt: skip
PRICE = PriceMove(
    "lab/beta-2", "Beta 2", "north", "North Cloud", "beta-2-v1:0", ("eu",), Decimal(3), Decimal(2), -0.333333,
    Decimal(15), Decimal(12), -0.2, (Moved("cache_read", 0.3, 0.2), Moved("tiers.200000.input", None, 6.0)),
    "2026-11-20", "prices",
)  # fmt: skip
END = StatusMove(
    "moved", "lab/delta", "Delta", "north", None, "api", "retired", "2027-03-01", "2027-01-15", "prices", "so it says"
)
SERVED = ServedLine(
    "lab/alpha-27b", "Alpha 27B", "south", "South", "alpha", (), "ga", Decimal("0.15"), None, "board", True
)
SCORE = ScoreMove(
    "lab/alpha-27b", "Alpha 27B", "swe", "SWE-bench Verified", "percent", 74.2, 73.0, "independent", "Open Bench",
    "high", "2026-11-19", "disputed", "board",
)  # fmt: skip
CHANGES = Changes(
    new_models=(NEW, replace(NEW, model="lab/eta", name="Eta", released=None, context=None, price_in=None)),
    gone_models=(replace(NEW, model="lab/old", name="Old"),),
    prices=(
        PRICE,
        replace(PRICE, was_in=None, was_out=None, share_in=None, share_out=None, others=()),
        replace(PRICE, now_in=None, now_out=None, share_in=None, share_out=None, others=()),
    ),
    retirements=(
        END,
        replace(END, kind="announced", was=None, provider=None),
        replace(END, kind="withdrawn", was=None, note=None),
    ),
    status=(
        replace(END, kind="in_force", stage="deprecated", on="2026-11-20", was=None),
        replace(END, kind="in_force", stage="ga", on=None, was="public_preview", offering="delta-1"),
        replace(END, kind="in_force", surface="weights", stage="none", on="2026-11-20", was=None),
    ),
    new_offerings=(SERVED,),
    gone_offerings=(replace(SERVED, provider="north", provider_name="North Cloud", geography=("eu", "de")),),
    scores=(SCORE, replace(SCORE, was=None, state="accepted"), replace(SCORE, now=None)),
    facts=(
        FactMove("model", "lab/beta-2", "Beta 2", None, None, Moved("context", 200000, 1048576), "card"),
        FactMove("provider", "north", "North Cloud", "north", None, Moved("zero_retention", None, "yes"), None),
        FactMove("model", "lab/beta-2", "Beta 2", None, None, Moved("reasoning", False, True), "card"),
    ),
    unlinked_new=(replace(NEW, model="unlinked/south/x-7b", name="X 7B", linked=False),),
)
ANSWER = AnswerMove(
    "health.yaml",
    "health · API availability: ga",
    ("first", "verdict"),
    AnswerSide("2026-11-20", "close", "Beta 2 comes first.", (Placed(1, "lab/beta-2", "Beta 2", 71.0),)),
    AnswerSide(DAY, "clear", "Alpha 27B is the best fit.", (Placed(1, "lab/alpha-27b", "Alpha 27B", 73.5),)),
    (
        ModelMove(
            "lab/alpha-27b", "Alpha 27B", 2, 1, 70.1, 73.5,
            (Reason("repairs real repositories: 70.1%, now 74.2%", ("board",), 3.4, "repairs real repositories"),),
        ),
        ModelMove("lab/beta-2", "Beta 2", 1, None, 71.0, None, (Reason("now left out: no API", ("card",)),)),
        ModelMove("lab/gamma-coder", "Gamma Coder", None, 3, None, 60.0, (Reason("before not known"),)),
        ModelMove("lab/delta", "Delta", 4, 4, 50.0, 50.01, ()),
    ),
)  # fmt: skip


def diff(**changes: object) -> DiffReport:
    """A bit of every kind of change, and two questions."""
    same = replace(ANSWER, question="coding", summary="coding", changed=(), moves=())
    found = DiffReport(
        schema_version="1.0",
        since="2026-11-13",
        until=DAY,
        basis="last update",
        counts={name: len(getattr(CHANGES, name)) for name in names_of(CHANGES)},
        reads=(READS[0],),
        answers=(ANSWER, same),
        changes=CHANGES,
        notes=("South list was first read here",),
        sources=SOURCES,
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def log() -> LogReport:
    return LogReport(
        schema_version="1.0",
        reads=READS,
        rows={"north-list": 5276, "south-list": 364},
        checked={"north-list": DAY, "south-list": "2026-11-13"},
        skipped=(SkippedLine("north-list", "north.models.x.cost.input", "a number was expected, found 'free'"),),
    )


def sources() -> SourcesReport:
    north = SourceLine(
        "north-list", "North list", "North", "https://north.test", "MIT", "North list, MIT license", False, None, None,
        ("https://north.test/catalog.json",), "2026-11-20", DAY, 5276, {"offering": 5000, "model": 276},
    )  # fmt: skip
    keyed = replace(
        north, id="keyed", title="Keyed", license="for subscribers", attribution="Keyed", private=True, key="KEYED_KEY",
        key_set=False, last_read=None, last_checked=None, rows=0,
    )  # fmt: skip
    files = replace(keyed, id="files", key=None, key_set=None, urls=(), private=False)
    cited = (
        DataSet("board", "Repairs board", "Open Bench", "board", "CC BY 4.0", "https://board.test", "2026-09-14", 1204),
        DataSet("press", "Which one to pick", "Weekly", "press", None, None, None, 1),
    )
    return SourcesReport("1.0", DAY, (north, keyed, replace(keyed, id="set", key_set=True), files), cited)


def unmatched() -> UnmatchedReport:
    place = Place("north-list", "south", "South", "Lab/Alpha-27B-Vision", "Alpha 27B Vision", "no model", ("offering",))
    near = (NearModel("lab/alpha-27b", "Alpha 27B", 0.74), NearModel("lab/beta-2", "Beta 2", 0.5))
    ids = (
        UnmatchedId("lab/alpha-27b-vision", "no model", 3, (place, replace(place, provider="north")), near),
        UnmatchedId("tts-1", "no model", 1, (replace(place, provider="", provider_name="", name=None),), ()),
    )
    return UnmatchedReport("1.0", DAY, 6099, 2999, 412, 118, None, None, ids)


def info() -> CatalogInfo:
    """A catalog over which a stale market lies."""
    return CatalogInfo(
        "1.0",
        DAY,
        {"models": 150},
        "2026-11-19",
        ("bundled", "modelpick.yaml"),
        (("swe", "SWE-bench Verified", 90), ("elo", "Arena Text", 40)),
        {"vendor": 1200},
        {"accepted": 2500},
        (("BenchPress", "CDLA-Permissive-2.0"),),
        2694,
        (
            LayerLine("bundled", "bundled", "the data that ship with the program", "2026-11-19", None, None, 2),
            LayerLine("synced", "north-list", "North list", "2026-10-01", "2026-10-02", 5276, 50),
            LayerLine("own", "modelpick.yaml", "modelpick.yaml", None, None, None, None),
        ),
        ("North list (50 days ago) was last asked too long ago: run `modelpick catalog update`",),
    )


LOAD = Workload(
    "chat", "Chat", 2_000_000, 1000, 300, Decimal("0.3"), Decimal("0.5"), Decimal("0.1"), 3, "made up", ("board",)
)
WORDY = TokenFactor(Decimal("1.2"), Decimal("0.77"), Decimal("1.87"), "x1.2 of the usual, from repairs", ("board",))


def costs() -> tuple[Cost, ...]:
    """One with all its parts, one that a free tier gives away, one without a price."""
    alpha = Cost(
        "lab/alpha-27b", "Alpha 27B", OfferingKey("south", "alpha-27b"), "South", Decimal("0.00008"),
        Span(Decimal(160), Decimal("123.64"), Decimal("252.4")),
        Span(Decimal("0.24"), Decimal("0.18"), Decimal("0.37")),
        {"input": Decimal(70), "cache_read": Decimal(15), "cache_write": Decimal(25), "output": Decimal(60),
         "batch_saving": Decimal(-10)},
        "price of south of 2026-11-12; cache writes at the input price", ("cache write price",), WORDY, "2026-11-12",
        ("card", "board"), price_in=Decimal("0.05"), price_out=Decimal("0.1"),
    )  # fmt: skip
    beta = replace(alpha, model="lab/beta-2", name="Beta 2", per_month_usd=Span(*[Decimal(7036)] * 3), unknown=(),
                   parts={"input": Decimal(3000), "output": Decimal(4036)}, sources=("card",))  # fmt: skip
    gamma = Cost(
        "lab/gamma-coder", "Gamma Coder", None, None, None, Span(), Span(), {}, "nobody is known to serve it",
        ("offering", "price"),
    )  # fmt: skip
    return alpha, beta, gamma


def cost() -> CostReport:
    """Three models, one of which nobody serves, and a scenario."""
    alpha, beta, gamma = costs()
    flip = BreakEven(
        alpha.model, beta.model, "Alpha 27B is cheaper than Beta 2 until its own prices are 44 times as high"
    )
    then = tuple(replace(each, scenario="prices=-80%,volume=x10") for each in (alpha, beta, gamma))
    return CostReport(
        "1.0", DAY, LOAD, (alpha, beta, gamma), then, (flip,), None, ("Gamma Coder has no figure",), SOURCES
    )  # fmt: skip


def cost_self_host() -> CostReport:
    """An open model on a machine of one's own against its API."""
    alpha, _, _ = costs()
    own = replace(
        alpha, offering=None, provider_name="own, 2x H100", per_month_usd=Span(*[Decimal(3650)] * 3),
        parts={"rent": Decimal(3650)}, basis="1 machine of 2x H100", unknown=(), price_on=None,
        price_in=None, price_out=None,
    )  # fmt: skip
    points = tuple(
        VolumePoint(Decimal(tokens), Decimal(tokens) / 10_000_000, Decimal(3650), 1)
        for tokens in (10**9, 10**10, 10**11)
    )
    host = SelfHost(
        "Hosting Alpha 27B on 2x H100 beats Alpha 27B from South from 36.5B tokens a month", "2x H100", Decimal(3650),
        {"rent": Decimal(3650)}, 1, Decimal(2_600_000_000), Decimal(10**11), Decimal("0.4"), Decimal(36_500_000_000),
        "Alpha 27B from South", points, ("rented at $2.50 an hour",),
    )  # fmt: skip
    return CostReport("1.0", DAY, LOAD, (alpha, own), self_host=host, sources=SOURCES)


def cost_log() -> LogCostReport:
    """A log of two models and of a name that nobody knows, some of it unreadable, set against two others."""
    log = LoggedUsage(
        "requests.jsonl", 1200, 1150, 30, ("line 7: JSON is malformed",), 20, 0, "2026-10-01", "2026-10-31",
        Decimal(4_600_000), Decimal(1_150_000), Decimal(0), Decimal(460_000), 240_000, 115, {"flex": 230},
        Decimal("21.50"), 1000,
    )  # fmt: skip
    used = (
        LoggedModel("beta-2", "lab/beta-2", "Beta 2", "North Cloud", 900, Decimal(3_600_000), Decimal(360_000),
                    Decimal("19.80"), "price of north of 2026-11-12"),
        LoggedModel("north/gamma", None, None, None, 250, Decimal(1_000_000), Decimal(100_000), None,
                    "no model is called so"),
    )  # fmt: skip
    alpha = LogCost(
        "lab/alpha-27b", "Alpha 27B", OfferingKey("south", "alpha-27b"), "South", Span(*[Decimal("1.01")] * 3),
        {"input": Decimal("0.55"), "cache_read": Decimal("0.01"), "output": Decimal("0.45")}, Decimal("-0.949"),
        "price of south of 2026-11-12", price_on="2026-11-12", sources=("prices",),
    )  # fmt: skip
    beta = replace(
        alpha, model="lab/beta-2", name="Beta 2", offering=OfferingKey("north", "beta-2"), provider_name="North Cloud",
        usd=Span(Decimal(25), Decimal("12.50"), Decimal(25)), change=None, fits=False,
        basis="takes 128,000 of the 240,000 tokens of the longest request; price of north of 2026-11-12",
    )  # fmt: skip
    notes = ("No model is known by north/gamma: 250 requests have no price as they are", "30 lines could not be read")
    return LogCostReport("1.0", DAY, DAY, log, None, used, (alpha, beta), notes, SOURCES)


def fit() -> FitReport:
    """A model that fits, one that fits but for a part, and one of which that is not known."""
    box = Machine("Card 24 GB", 1, 24.0, 24.0)
    memory = Memory(19.7, 18.9, 21.0, 16.5, 2.2, 1.0)
    speed, prompt = Estimated(38.2, 28.0, 53.0), Estimated(1500.0, 800.0, 3000.0)
    whole = Fit("acme/alpha-27b", box, "q4_k_m", 8192, 1, True, memory, speed, prompt, 0.0, "computed", ("tight",))
    part = replace(
        whole, model="acme/beta-2", fits=False, memory=Memory(40.5, 38.0, 43.0, 37.1, 2.2, 1.2),
        decode=Estimated(3.2, 1.3, 8.9), prefill=None, offload_gb=16.5, notes=("slow", "no context was asked for"),
    )  # fmt: skip
    unknown = replace(
        whole, model="acme/gamma-coder", quant=None, fits=None, memory=Memory(), decode=None, prefill=None, notes=()
    )
    return FitReport(
        "1 of 3 models fits Card 24 GB", "24 GB for models", (whole, part, unknown), "model", ("2 do not fit",), DAY
    )


RETIREMENT = RetirementLine(
    "lab/alpha-27b", "Alpha 27B", "retired", "2027-03-01", 100, "north", "North Cloud", ("alpha-27b", "alpha-27b-v1"),
    "2026-10-02", Decimal("0.15"), Decimal("1.2"), "lab/beta-2", "Beta 2", "North Cloud", Decimal(2), None,
    "in Zürich; all of it, at once", "prices", "2026-10-02", "https://north.test/prices",
)  # fmt: skip


def retirements(**changes: object) -> RetirementReport:
    """An end at one provider, a deprecation of a month everywhere, and one that has passed."""
    month = replace(
        RETIREMENT, event="deprecated", on="2027-04", days_left=160, provider=None, provider_name=None, ids=(),
        announced=None, price_in=None, price_out=None, note=None, source="card", source_url=None,
    )  # fmt: skip
    past = replace(
        RETIREMENT, model="lab/gamma-coder", name="Gamma Coder", on="2026-11-11", days_left=-10, successor=None,
        successor_name=None, successor_provider=None, successor_price_in=None, successor_price_out=None,
    )  # fmt: skip
    found = RetirementReport(
        "1.0", DAY, "1 end of APIs announced", None, 30, (past, RETIREMENT, month), ("lab/delta",), SOURCES
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def watch(**changes: object) -> WatchReport:
    """Two changes now, and one of a day before."""
    price = WatchChange(
        "1a", DAY, "price", "lab/alpha-27b", "Alpha 27B", "North: $2 / $3 <per> M & more, was $1 / $3", "https://n.test"
    )
    answer = WatchChange("2b", DAY, "answer", "my-profile.yaml", "my-profile.yaml", "first is Beta 2, was Élan", None)
    old = replace(price, id="3c", on="2026-11-10", text="takes 1M tokens of context, was 200k tokens", source="A list")
    found = WatchReport(
        "1.0", DAY, "2026-11-14", "2 changes since 2026-11-14: Alpha 27B and my-profile.yaml", "changed", "abc123",
        "2026-11-01", 60, ("lab/alpha-27b",), ("my-profile.yaml",), (price, answer), (price, answer, old), ("a note",),
    )  # fmt: skip
    return replace(found, **changes)  # type: ignore[arg-type]


def live() -> LiveReport:
    """One that is listed and leaving, one that nobody lists, one that could not be asked about; names that steer."""
    leaving = LiveLine(
        "lab/alpha-27b", "Alpha 27B", "south", "South", "listed_deprecated",
        "listed as deprecated, recognized by alpha-27b; ends on 2027-02-01", "api.south.test", DAY, "alpha-27b\x1b[2J",
        ("alpha-27b",), "2026-10-01", "2027-02-01", "alpha-3 [bold]", 99.7, 812.0, 200, 2, True, "ga", "2027-02-01",
    )  # fmt: skip
    away = LiveLine(
        "lab/beta-2", "Beta 2", "south", "South", "not_listed", "not among the 40 models that it lists with a key",
        "api.south.test", DAY, asked=("beta-2",), http_status=200, pages=2, key_sent=True,
    )  # fmt: skip
    silent = LiveLine(
        "lab/beta-2", "Beta 2", "north", "North", "no_key", "not asked: no key in $NORTH_API_KEY", "api.north.test", DAY
    )
    return LiveReport(
        "1.0", DAY, "not_listed", "Alpha 27B is listed now by South; Beta 2 is not listed by South; 1 more not asked",
        (leaving, away, silent), (Incident("south", "South", "status.south.test", "Elevated errors", "minor", DAY),),
        (ProbeLine("lab/alpha-27b", "south", "alpha-27b", True, "answered", 0.41, 0.6, 52.3),), report(1).models,
        ("not asked, because no way of asking is known: West",),
    )  # fmt: skip


def audit() -> AuditReport:
    """An error in a file, a warning in a notebook, and what was passed by."""
    first = Finding(
        "retired", "error", "src/app.py", 12, 5, 13, None, "alpha-9b", "lab/alpha-9b", None,
        "alpha-9b: Alpha 9B was retired at North Cloud on 2026-10-01", "Successor: lab/alpha-27b", "0123456789abcdef",
    )  # fmt: skip
    second = replace(
        first, kind="misspelt-id", severity="warning", path="n.ipynb", line=2, cell=3, id="alhpa-27b", model=None,
        text="alhpa-27b: no such model is known", hint="Did you mean `alpha-27b`?",
    )  # fmt: skip
    return AuditReport(
        "1.0", DAY, (".",), 350, {"binary": 2}, 40, {"retired": 1, "misspelt-id": 1}, {"error": 1, "warning": 1},
        (first, second), 3, 4, "error", True, ("The baseline was written to base.json",),
    )  # fmt: skip


def check() -> CheckReport:
    """One question answered each way, and an exception in force."""
    lines = (
        CheckLine("allowed", "yes", "the policy of your files allows it"),
        CheckLine("available", "no", "its API ends on 2026-12-11, in 20 days", True, ("card",)),
        CheckLine("within_points", "unknown", "it has no score for this profile"),
    )
    exception = ExceptionLine("alpha", "Jo", "2026-12-31", "it moves", True)
    return CheckReport(
        "1.0", DAY, "p.yaml", "lab/alpha-27b", "Alpha 27B", "north", False,
        "Alpha 27B no longer passes: within_points", None, "lab/beta-2", "Beta 2", 71.4, Decimal(2), Decimal(1),
        "per million tokens", lines, (exception,), ("Excepted until 2026-12-31 by Jo: it moves",), SOURCES,
    )  # fmt: skip
