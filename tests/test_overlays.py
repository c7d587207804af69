"""The user's own files: where they are found, what they change, and that every answer says so."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from modelpick.catalog.load import check, load_facts
from modelpick.model.asof import as_of
from modelpick.model.facts import Facts, Offering, Price
from modelpick.model.problems import Problem
from modelpick.use_cases.config_files import CONFIG, GIVEN, PROJECT, own_layers, project_file

TODAY = "2026-06-01"
BASE = """
sources:
- {id: board, title: A board, publisher: Board, kind: independent, url: "https://board.example/prices"}
benchmarks:
- {id: exam, name: Exam, family: exam, tests: Things., unit: percent, range: [0, 100],
   anchors: {worst: 0, best: 100, why: x}, noise: {tau0: 2}}
providers:
- id: cloud
  name: Cloud
  kind: cloud
  jurisdictions: [US]
  terms:
    baa: {is: on_request, source: board, on: 2026-01-01}
    residency:
      eu: {is: no, source: board, on: 2026-01-01}
- {id: host, name: Host, kind: host}
models:
- id: lab/one
  name: One
  weights: open
  license: {id: MIT, osi: true, commercial: yes, source: board}
  context: {value: 100000, source: board}
  features: {reasoning: true, tool_calling: true, source: board}
  params: {total_b: 70, source: board}
  measurements:
  - {benchmark: exam, value: 50, by: vendor, source: board, on: 2026-01-01}
  offerings:
  - {provider: cloud, id: one-v1, since: 2026-01-01, source: board, context: 64000,
     prices: [{on: 2026-01-10, in: 2, out: 8, cache_read: 0.5}, {on: 2026-04-01, in: 1, out: 4}]}
  - {provider: host, since: 2026-01-01, source: board, prices: [{on: 2026-02, in: 3, out: 9}]}
- {id: other/two, name: Two}
"""


@pytest.fixture
def base(tmp_path: Path) -> Facts:
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    return load_facts([[tmp_path / "base.yaml"]], TODAY)


@pytest.fixture
def laid(tmp_path: Path, base: Facts):
    """The facts of the base with each of the texts over it."""

    def laid(*texts: str) -> Facts:
        paths = [tmp_path / f"{number}.yaml" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(dedent(text), encoding="utf-8")
        return load_facts([paths], TODAY, base)

    return laid


@pytest.fixture
def problems(tmp_path: Path, base: Facts):
    def problems(text: str) -> list[Problem]:
        (tmp_path / "own.yaml").write_text(dedent(text), encoding="utf-8")
        return check([[tmp_path / "own.yaml"]], TODAY, base)[1]

    return problems


def offering(facts: Facts, provider: str, model: str = "lab/one") -> Offering:
    return next(o for o in facts.models[model].offerings if o.provider == provider)


def price(facts: Facts, day: str, provider: str = "cloud") -> Price | None:
    prices = offering(as_of(facts, day), provider).prices
    return max(prices, key=lambda p: p.on) if prices else None


# Where files are found


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MODELPICK_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path


def test_layers_in_their_order(places: Path) -> None:
    for name in ("b.yaml", "a.yaml", "notes.txt"):
        write(places / "config" / name)
    project = write(places / "work" / "modelpick.yaml")
    given = places / "given.yaml"
    found = own_layers(project.parent, [given]).used
    assert [(layer.name, layer.path.name) for layer in found] == [
        (CONFIG, "a.yaml"),
        (CONFIG, "b.yaml"),
        (PROJECT, "modelpick.yaml"),
        (GIVEN, "given.yaml"),
    ]
    assert own_layers(project.parent, [given], project=False).paths == (given,)


def test_no_folder_and_no_file_is_no_layer(places: Path) -> None:
    (places / "work").mkdir()
    assert own_layers(places / "work", []).used == ()


def test_the_project_file_of_a_repository_counts_in_its_folders(places: Path) -> None:
    root = write(places / "home" / "repo" / "modelpick.yaml")
    (root.parent / ".git").mkdir()
    deep = root.parent / "a" / "b"
    deep.mkdir(parents=True)
    assert project_file(deep) == root
    nearer = write(root.parent / "a" / "modelpick.yaml")
    assert project_file(deep) == nearer


def test_a_file_above_the_repository_does_not_count(places: Path) -> None:
    write(places / "home" / "modelpick.yaml")
    repo = places / "home" / "repo"
    (repo / "a").mkdir(parents=True)
    (repo / ".git").mkdir()
    assert project_file(repo / "a") is None


def test_outside_of_a_repository_only_the_folder_itself_counts(places: Path) -> None:
    file = write(places / "home" / "work" / "modelpick.yaml")
    (file.parent / "a").mkdir()
    assert project_file(file.parent / "a") is None
    assert project_file(file.parent) == file


def test_nothing_above_the_home_folder_counts(places: Path) -> None:
    write(places / "modelpick.yaml")
    (places / ".git").mkdir()
    work = places / "home" / "work"
    work.mkdir(parents=True)
    assert project_file(work) is None


def test_a_file_above_is_named_as_seen_from_here(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(places / "home" / "repo" / "modelpick.yaml")
    (root.parent / ".git").write_text("gitdir: elsewhere")
    (root.parent / "a").mkdir()
    monkeypatch.chdir(root.parent / "a")
    assert project_file(Path()) == Path("../modelpick.yaml")
    monkeypatch.chdir(root.parent)
    assert project_file(Path()) == Path("modelpick.yaml")


# Field by field


def test_a_model_is_added_to_field_by_field(laid) -> None:
    facts = laid(
        "models: [{id: lab/one, context: {value: 200000, source: own}, features: {reasoning: false}}]",
        "models: [{id: lab/one, name: Uno, params: {active_b: 7}}]",
    )
    model = facts.models["lab/one"]
    assert (model.name, model.context.value, model.context.source) == ("Uno", 200000, "own")
    assert (model.features.reasoning, model.features.tool_calling, model.features.source) == (False, True, "board")
    assert (model.params.total_b, model.params.active_b) == (70, 7)
    assert model.license.id == "MIT"
    assert len(model.measurements) == 1
    assert facts.sources["own"].publisher == "you"


def test_a_provider_is_added_to_field_by_field(laid) -> None:
    facts = laid(
        """\
        providers:
        - id: cloud
          terms:
            baa: {is: yes, source: own, on: 2026-05-01, note: signed}
            residency: {uk: {is: yes, source: own, on: 2026-05-01}}
        """
    )
    cloud = facts.providers["cloud"]
    assert (cloud.name, cloud.kind, cloud.jurisdictions) == ("Cloud", "cloud", ("US",))
    assert (cloud.terms.baa.value, cloud.terms.baa.note) == ("yes", "signed")
    assert {region: term.value for region, term in cloud.terms.residency.items()} == {"eu": "no", "uk": "yes"}


def test_an_offering_that_is_known_is_added_to(laid) -> None:
    facts = laid(
        """\
        models:
        - id: lab/one
          offerings:
          - {provider: cloud, id: one-v1, since: 2026-05-01, source: own, max_output: 8000,
             prices: [{on: 2026-05-01, in: 0.9, out: 3}]}
          - {provider: cloud, id: one-v1-eu, since: 2026-05-01, source: own}
        """
    )
    offerings = [o for o in facts.models["lab/one"].offerings if o.provider == "cloud"]
    assert [(o.id, o.context, o.max_output) for o in offerings] == [("one-v1", 64000, 8000), ("one-v1-eu", None, None)]
    assert [p.input for p in offerings[0].prices] == [2, 1, Decimal("0.9")]
    assert offerings[0].since == "2026-01-01"


def test_without_a_policy_or_own_source_nothing_is_added(base: Facts, laid) -> None:
    facts = laid("aliases: [{alias: Uno, model: lab/one}]")
    assert (facts.policy, "own" in facts.sources, facts.aliases["uno"]) == (None, False, "lab/one")
    assert facts.models == base.models


def test_a_fine_tune_takes_from_its_base_what_training_does_not_change(laid) -> None:
    facts = laid(
        """\
        models:
        - {id: acme/tuned, name: Tuned, base: lab/one, context: {value: 32000, source: own}}
        - {id: acme/tuned-again, name: Again, base: acme/tuned, released: 2026-05-01}
        """
    )
    again = facts.models["acme/tuned-again"]
    assert (again.license.id, again.weights, again.params.total_b, again.context.value) == ("MIT", "open", 70, 32000)
    assert (again.measurements, again.offerings, again.released) == ((), (), "2026-05-01")
    assert (again.lab, again.base) == ("acme", "acme/tuned")


def test_what_a_fine_tune_says_itself_is_not_the_word_of_the_source_of_its_base(laid) -> None:
    facts = laid(
        """\
        models:
        - {id: acme/plain, name: Plain, base: lab/one}
        - {id: acme/tuned, name: Tuned, base: lab/one, features: {structured_output: true}}
        """
    )
    plain, tuned = facts.models["acme/plain"].features, facts.models["acme/tuned"].features
    assert (plain.tool_calling, plain.source) == (True, "board")
    assert (tuned.tool_calling, tuned.structured_output, tuned.source) == (True, True, None)


# Prices and discounts


def test_an_own_price_stands_in_place_of_the_published_one_from_its_day(laid) -> None:
    facts = laid("prices: [{model: lab/one, provider: cloud, on: 2026-03-01, in: 1.5, out: 6}]")
    assert price(facts, "2026-02-01").input == 2
    mine = price(facts, "2026-03-01")
    assert (mine.input, mine.charges.rates.cache_read, mine.source) == (Decimal("1.5"), None, "0.yaml:1")
    assert price(facts, TODAY) == mine, "a later published price does not undo a contract"
    assert price(facts, TODAY, "host").source == "board"


def test_the_later_file_says_what_is_paid(laid) -> None:
    row = "prices: [{model: lab/one, provider: cloud, on: %s, in: %s, out: 6}]"
    assert price(laid(row % ("2026-03-01", 1.5), row % ("2026-03-01", 1.25)), TODAY).input == Decimal("1.25")
    both = laid(row % ("2026-03-01", 1.5), row % ("2026-05-01", 1.25))
    assert [price(both, day).input for day in ("2026-04-15", TODAY)] == [Decimal("1.5"), Decimal("1.25")]


def test_an_own_price_where_no_offering_is_known_makes_one(laid) -> None:
    facts = laid("prices: [{model: other/two, provider: host, id: deal-7, on: 2026-03-01, in: 1.5, out: 6}]")
    made = offering(facts, "host", "other/two")
    assert (made.id, made.since, made.source, made.prices[0].input) == (
        "deal-7",
        "2026-03-01",
        "0.yaml:1",
        Decimal("1.5"),
    )


def test_a_discount_is_taken_off_and_says_so(laid) -> None:
    facts = laid("discounts: [{provider: cloud, percent: 12.5, note: our contract}]")
    first, second = offering(facts, "cloud").prices
    assert (first.on, first.input, first.output) == ("2026-01-10", Decimal("1.75"), 7)
    assert first.charges.rates.cache_read == Decimal("0.4375")
    assert (second.input, second.output, second.charges.rates.cache_read) == (Decimal("0.875"), Decimal("3.5"), None)
    source = facts.sources[first.source]
    assert source.title.startswith("A board, 12.5% off (our contract, ")
    assert source.title.endswith("0.yaml:1)")
    assert source.url == "https://board.example/prices"
    assert price(facts, TODAY, "host").source == "board"


def test_a_discount_holds_in_its_time(laid) -> None:
    facts = laid("discounts: [{provider: cloud, percent: 50, since: 2026-02-01, until: 2026-05-10}]")
    days = ("2026-01-15", "2026-02-01", "2026-04-01", "2026-05-10", "2026-05-11")
    assert [price(facts, day).input for day in days] == [2, 1, Decimal("0.5"), Decimal("0.5"), 1]
    assert price(facts, "2026-05-11").source == "board"
    assert price(facts, "2026-01-05") is None


def test_a_discount_on_the_model_stands_in_place_of_a_general_one(laid) -> None:
    special = "{provider: cloud, model: lab/one, percent: 50}"
    for rows in (f"[{special}, {{provider: cloud, percent: 10}}]", f"[{{provider: cloud, percent: 10}}, {special}]"):
        assert price(laid(f"discounts: {rows}"), TODAY).input == Decimal("0.5")
    again = laid("discounts: [{provider: cloud, percent: 10}]", "discounts: [{provider: cloud, percent: 20}]")
    assert price(again, TODAY).input == Decimal("0.8"), "the later one, and not both"


def test_nothing_is_taken_off_an_own_price_and_nothing_made_of_an_unknown_one(laid) -> None:
    own = "prices: [{model: lab/one, provider: cloud, on: 2026-05-01, in: 1.5}]\n"
    facts = laid(own + "discounts: [{provider: cloud, percent: 50}]")
    assert price(facts, "2026-04-15").input == Decimal("0.5")
    assert (price(facts, TODAY).input, price(facts, TODAY).output) == (Decimal("1.5"), None)


# What is wrong with them


@pytest.mark.parametrize(
    ("text", "message", "hint", "place"),
    [
        ("prices: [{model: lab/onn, provider: cloud, on: 2026-01-01, in: 1}]", "model 'lab/onn'", "lab/one", (1, 11)),
        ("prices: [{model: lab/one, provider: clod, on: 2026-01-01, in: 1}]", "provider 'clod'", "`cloud`", (1, 27)),
        ("prices: [{model: lab/one, provider: cloud, on: 2026-01-01}]", "a price needs `in` or `out`", "", (1, 10)),
        ("prices: [{model: lab/one, provider: cloud, on: 2027-01-01, in: 1}]", "after today", "", (1, 44)),
        ("prices: [{model: lab/one, provider: cloud, on: 2026-01-01, in: -1}]", "`in` is", "", (1, 60)),
        ("prices:\n- {model: lab/one, provider: cloud, on: 2026-01-01, inn: 1}", "unknown key 'inn'", "`in`", (2, 53)),
        ("discounts: [{provider: cloud, percent: 0}]", "`percent` is 0", "", (1, 31)),
        ("discounts: [{provider: cloud, percent: 101}]", "`percent` is 101", "", (1, 31)),
        ("discounts: [{provider: clou, percent: 5}]", "provider 'clou'", "`cloud`", (1, 14)),
        (
            "discounts: [{provider: cloud, percent: 5, since: 2026-03-01, until: 2026-02-01}]",
            "`until` lies before `since`",
            "",
            (1, 13),
        ),
        ("policy: {deny: [{labs: [lap]}]}", "lab 'lap' is not in the catalog", "`lab`", (1, 25)),
        ("policy:\n  allow:\n  - {licenses: [mit, MTI]}", "license 'MTI'", "`MIT`", (3, 22)),
        ("policy: {deny: [{models: [lab/on]}]}", "model 'lab/on'", "`lab/one`", (1, 27)),
        ("policy: {deny: [{providers: [hosd]}]}", "provider 'hosd'", "`host`", (1, 30)),
        ("policy: {deny: [{because: x}]}", "expected one of `models`", "", (1, 17)),
        ("policy: {dney: []}", "unknown key 'dney'", "`deny`", (1, 10)),
        ("providers: [{id: cloudy, country: US}]", "cloudy needs `name`", "", (1, 13)),
        ("models: [{id: a/b, name: B, base: lab/on}]", "model 'lab/on'", "`lab/one`", (1, 29)),
        ("models: [{id: a/b, name: B, base: a/b}]", "a/b is made from itself", "", (1, 29)),
        ("scores: [{model: lab/one, benchmark: exam, value: 500, on: 2026-01-01}]", "outside 0 to 100", "", (1, 44)),
    ],
)
def test_a_fault_is_told_with_its_place_and_the_nearest_name(problems, text, message, hint, place) -> None:
    (problem,) = problems(text)
    assert message in problem.message
    assert hint in (problem.hint or "")
    assert (problem.line, problem.column) == place


def test_a_circle_of_bases_is_no_catalog(problems) -> None:
    found = problems("models: [{id: a/b, name: B, base: a/c}, {id: a/c, name: C, base: a/b}]")
    assert [p.message.split()[0] for p in found] == ["a/b", "a/c"]


def test_a_long_chain_of_bases_is_refused_and_no_crash(problems) -> None:
    chain = ", ".join(f"{{id: a/m{n}, name: M, base: a/m{n + 1}}}" for n in range(3000))
    found = problems(f"models: [{chain}, {{id: a/m3000, name: M}}]")
    assert "more than 20 times" in found[0].message


def test_a_price_given_twice(problems) -> None:
    row = "{model: lab/one, provider: cloud, on: 2026-01-01, in: 1}"
    (problem,) = problems(f"prices:\n- {row}\n- {row}\n")
    assert problem.message == "lab/one has a price of 2026-01-01 at cloud already in line 2"


def test_a_discount_may_be_agreed_ahead(problems) -> None:
    assert problems("discounts: [{provider: cloud, percent: 5, since: 2027-01-01, until: 2027-12}]") == []


# In the answers


@pytest.fixture
def project(places: Path, monkeypatch: pytest.MonkeyPatch):
    """Writes the project's file, in the folder that the program is run in."""
    (places / "work").mkdir()
    monkeypatch.chdir(places / "work")

    def project(text: str) -> Path:
        return write(places / "work" / "modelpick.yaml", dedent(text))

    return project


def ask(run, *more: str) -> dict:
    result = run("recommend", "--need", "coding", "--as-of", "2026-11-21", "--top", "60", "--format", "json", *more)
    assert result.code in (0, 1), result.err
    return json.loads(result.out)


def reasons(answer: dict) -> dict[str, str]:
    return {e["model"]: f["reason"] for e in answer["excluded"] for f in e["failed"] if f["constraint"] == "allowed"}


def test_what_is_denied_is_left_out_with_the_reason_and_the_line_that_says_so(run, project) -> None:
    file = project('policy:\n  deny:\n  - {labs: [openai], because: "decision of 2026-03-02"}\n')
    answer = ask(run)
    ranked = [r["model"] for r in answer["ranking"]]
    assert ranked
    assert not [model for model in ranked if model.startswith("openai/")]
    said = reasons(answer)
    assert {model.split("/")[0] for model in said} == {"openai"}
    assert f"lab openai is denied (decision of 2026-03-02; {file}:3)" in said["openai/gpt-5.4"]
    assert answer["request"]["constraints"]["allowed"] is True
    assert "your policy" in answer["request"]["summary"]


def test_of_what_is_allowed_only_that_and_deny_wins(run, project) -> None:
    project("policy:\n  allow: [{labs: [openai, anthropic]}]\n  deny: [{models: [openai/gpt-5.4]}]\n")
    answer = ask(run)
    assert {r["model"].split("/")[0] for r in answer["ranking"]} == {"openai", "anthropic"}
    said = reasons(answer)
    assert "model openai/gpt-5.4 is denied" in said["openai/gpt-5.4"]
    assert "lab meta is not among those allowed" in said["meta/muse-spark"]


def test_a_denied_provider_leaves_the_others(run, project) -> None:
    project("policy: {deny: [{providers: [anthropic]}]}")
    answer = ask(run)
    ways = {r["model"]: r["offering"]["provider"] for r in answer["ranking"] if r["offering"]}
    assert any(model.startswith("anthropic/") for model in ways)
    assert "anthropic" not in ways.values()


def test_a_license_that_is_not_known_is_not_allowed_and_may_be_admitted(run, project) -> None:
    project(
        """\
        policy: {deny: [{licenses: [proprietary]}]}
        models: [{id: acme/nameless, name: Nameless}]
        scores: [{model: acme/nameless, benchmark: swe-bench-verified, value: 90, on: 2026-11-01}]
        """
    )
    failed = next(e for e in ask(run)["excluded"] if e["model"] == "acme/nameless")["failed"]
    (policy,) = (f for f in failed if f["constraint"] == "allowed")
    assert policy["outcome"] == "unknown"
    assert "its license is not known, and some are denied" in policy["reason"]
    admitted = ask(run, "--allow-unknown", "allowed")
    assert "acme/nameless" not in reasons(admitted)


def test_policies_of_several_files_are_joined(run, project, places: Path) -> None:
    write(places / "config" / "company.yaml", "policy: {deny: [{labs: [openai]}]}")
    project("policy: {deny: [{labs: [anthropic]}]}")
    assert {model.split("/")[0] for model in reasons(ask(run))} == {"openai", "anthropic"}
    assert {m.split("/")[0] for m in reasons(ask(run, "--top=5"))} == {"openai", "anthropic"}


def test_on_own_machines_there_is_no_provider_to_allow(run, project) -> None:
    project("policy: {allow: [{providers: [openai]}]}")
    assert ask(run, "--self-host")["ranking"]


def test_a_policy_without_its_rule_is_an_error_and_not_forgotten(run, places: Path, monkeypatch) -> None:
    monkeypatch.chdir(places)
    rules = write(places / "rules" / "needs" / "exam.yaml", NEED).parents[1]
    own = write(places / "own.yaml", BASE + "policy: {deny: [{labs: [lab]}]}\n")
    result = run("recommend", "--no-bundled", "--catalog", own, "--rules", rules, "--need", "exam")
    assert result.code == 2
    assert f"{own}:" in result.err
    assert "the policy cannot be kept: there is no constraint `allowed`" in result.err


NEED = """\
id: exam
kind: need
title: Exam
about: An exam.
because: It is an exam.
criteria:
- {id: exam, says: passes, weight: 1, benchmark: exam, because: It is one.}
examples:
- {given: {exam: 50}, score: 50}
"""


def test_without_a_policy_the_constraint_proves_nothing(run, project) -> None:
    project("# nothing yet\n")
    answer = ask(run, "--allowed")
    assert answer["ranking"] == []


def test_the_config_folder_counts_everywhere_and_no_bundled_takes_it_away(run, project, places: Path) -> None:
    write(places / "config" / "names.yaml", "aliases: [{alias: our default, model: openai/gpt-5.4}]")
    assert json.loads(run("show", "our default", "--format", "json").out)["model"] == "openai/gpt-5.4"
    own = write(places / "own.yaml", BASE)
    assert run("show", "our default", "--no-bundled", "--catalog", own).code == 2


def test_a_discount_is_cited_where_the_price_is_shown(run, project) -> None:
    file = project("discounts: [{provider: openai, percent: 50, note: our contract}]")
    before = json.loads(run("show", "gpt-5.4", "--format", "json", "--as-of", "2026-11-21", "--no-bundled").out or "{}")
    assert before == {}
    card = json.loads(run("show", "gpt-5.4", "--format", "json", "--as-of", "2026-11-21").out)
    titles = [s["title"] for s in card["sources"]]
    assert any(f"50% off (our contract, {file}:1)" in title for title in titles)


def test_own_scores_may_be_on_a_benchmark_of_the_config_folder(run, project, places: Path) -> None:
    project("# nothing yet\n")
    write(places / "config" / "exams.yaml", dedent(BASE[BASE.index("benchmarks:") : BASE.index("providers:")]))
    result = run("scores", "add", "gpt-5.4", "exam", "77", "--on", "2026-11-01")
    assert (result.code, result.err) == (0, "")
    report = json.loads(run("evidence", "gpt-5.4", "--benchmark", "exam", "--format", "json").out)
    assert report["measured"][0]["cell"]["value"] == 77
    assert run("catalog", "validate", "modelpick.yaml").code == 0


def test_a_score_is_added_to_the_projects_file_from_a_folder_below(run, project, monkeypatch) -> None:
    file = project("# ours\n")
    (file.parent / ".git").mkdir()
    (file.parent / "sub").mkdir()
    monkeypatch.chdir(file.parent / "sub")
    assert run("config", "trust").code == 0
    assert run("scores", "add", "gpt-5.4", "gpqa-diamond", "77", "--on", "2026-11-01").code == 0
    assert "value: 77" in file.read_text()
    assert list((file.parent / "sub").iterdir()) == []


def test_validate_counts_what_is_yours(run, project) -> None:
    project("discounts: [{provider: openai, percent: 50}]")
    counts = json.loads(run("catalog", "validate", "--format", "json").out)["counts"]
    assert counts["discounts"] == 1
    assert "prices" not in counts
