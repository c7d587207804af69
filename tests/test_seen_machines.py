"""Questions that name a machine or a use: what fits, what it costs, and hosted and self-hosted in one ranking."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from modelpick import Request
from modelpick.documents.comparison_reports import Explanation
from modelpick.documents.recommendation import Ranked, Recommendation
from modelpick.fit.hardware import parse_hardware
from modelpick.fit.quants import LEAST_BITS, QUANTS
from modelpick.fit.smallest import machines_known
from modelpick.model.errors import ModelpickError
from modelpick.use_cases.catalog import OpenCatalog
from tests.conftest import DATA_DAY


def asked(catalog: OpenCatalog, need: str = "coding", **more: Any) -> Recommendation:
    return catalog.recommend(Request(needs={need: 1}, as_of=DATA_DAY, **{"top": 300, **more}))


def by_id(answer: Recommendation) -> dict[str, Ranked]:
    return {ranked.model: ranked for ranked in answer.ranking}


def at_home(**more: Any) -> dict[str, Any]:
    return {"constraints": {"self-host": True}, **more}


class TestAMachine:
    def test_only_what_fits_it_is_ranked_with_what_it_takes_and_how_fast_it_is(self, catalog: OpenCatalog) -> None:
        answer = asked(catalog, **at_home(hardware="rtx-4090", context=32_000))
        assert answer.ranking
        for ranked in answer.ranking:
            way = ranked.offering
            assert way.machine is not None
            assert way.quant is not None
            assert way.memory_gb is not None
            assert way.memory_gb <= 25.8  # 24 GiB in GB of 10^9 bytes
            if way.tokens_per_s is None:
                assert "answers fast on your machine" in {r.subject for r in ranked.unknown}
                continue
            assert way.tokens_per_s_low < way.tokens_per_s < way.tokens_per_s_high  # type: ignore[operator]
        assert sum(ranked.offering.tokens_per_s is not None for ranked in answer.ranking) > 50
        assert answer.excluded_counts["fits"] > 50

    def test_how_well_it_runs_there_is_a_tenth_of_the_question(self, catalog: OpenCatalog) -> None:
        answer = asked(catalog, **at_home(hardware="rtx-4090"))
        assert answer.request.needs == {"coding": 0.9, "own-hardware": 0.1}
        parts = {p.criterion: p for p in answer.ranking[0].contributions}
        assert {"speed", "precision"} <= parts.keys()
        assert parts["speed"].basis == "estimated"

    def test_a_larger_machine_never_ranks_fewer(self, catalog: OpenCatalog) -> None:
        sizes = [set(by_id(asked(catalog, **at_home(vram=f"{gb}GB")))) for gb in (12, 24, 80, 640)]
        assert all(small <= large for small, large in pairwise(sizes))
        assert len(sizes[0]) < len(sizes[-1])

    def test_of_bare_memory_the_speed_is_unknown_and_limits_nothing(self, catalog: OpenCatalog) -> None:
        answer = asked(catalog, **at_home(vram="80GB"))
        assert all(ranked.offering.tokens_per_s is None for ranked in answer.ranking)
        limited = asked(catalog, constraints={"self-host": True, "min-speed": 1}, vram="80GB")
        assert limited.ranking == ()
        assert {f.outcome for e in limited.excluded for f in e.failed if f.constraint == "min-speed"} == {"unknown"}

    def test_speed_may_be_required(self, catalog: OpenCatalog) -> None:
        free = asked(catalog, **at_home(hardware="rtx-4090"))
        fast = asked(catalog, constraints={"self-host": True, "min-speed": 60}, hardware="rtx-4090")
        assert 0 < len(fast.ranking) < len(free.ranking)
        assert all(r.offering.tokens_per_s >= 60 for r in fast.ranking)  # type: ignore[operator]

    def test_a_model_that_fits_only_in_shreds_does_not_fit_unless_that_is_asked_for(self, catalog: OpenCatalog) -> None:
        one = at_home(vram="80GB", only=("baichuan/baichuan-m3-235b",))
        refused = asked(catalog, **one)
        assert refused.ranking == ()
        assert "leaves too little of it" in refused.excluded[0].failed[0].reason
        assert len(asked(catalog, **one, quant="iq2_xxs").ranking) == 1

    def test_a_machine_means_on_this_machine(self, catalog: OpenCatalog) -> None:
        answer = asked(catalog, hardware="h100-80gb")
        assert {ranked.offering.kind for ranked in answer.ranking} == {"self_host"}
        assert answer.ranking == asked(catalog, **at_home(hardware="h100-80gb")).ranking

    @pytest.mark.parametrize("more", [{}, at_home(hardware="h100-80gb")])
    def test_hosted_stands_beside_a_machine_or_nothing(self, catalog: OpenCatalog, more: dict[str, Any]) -> None:
        with pytest.raises(ModelpickError) as raised:
            asked(catalog, or_hosted=True, **more)
        assert raised.value.where == "or_hosted"

    def test_memory_beside_the_cards_holds_experts(self, catalog: OpenCatalog) -> None:
        alone, beside = (
            by_id(asked(catalog, hardware="rtx-3060 12GB", ram=ram, context=16_000)) for ram in (None, "128GB")
        )
        more = beside.keys() - alone.keys()
        assert "openai/gpt-oss-120b" in more
        assert all(beside[id_].offering.tokens_per_s is not None for id_ in ("openai/gpt-oss-120b",))
        none = by_id(asked(catalog, hardware="rtx-3060 12GB", ram="128GB", context=16_000, offload="none"))
        assert none.keys() == alone.keys()

    def test_the_cache_and_the_engine_count(self, catalog: OpenCatalog) -> None:
        use = {"hardware": "rtx-4090", "context": 40_000, "only": ("qwen/qwen3-32b",)}
        whole, fine = (asked(catalog, kv_cache=kv, **use) for kv in (None, "q4_0"))
        assert whole.ranking == ()
        assert len(fine.ranking) == 1
        assert "cache at q4_0" in fine.request.summary
        mac = {"hardware": "m4-max 64GB", "only": ("qwen/qwen3-32b",)}
        assert asked(catalog, engine="mlx", **mac).ranking[0].offering.quant == "mlx-8bit"

    def test_no_model_of_another_subject_leads(self, catalog: OpenCatalog) -> None:
        answer = asked(catalog, constraints={"self-host": True}, hardware="m3-ultra 256GB", top=5)
        assert {ranked.offering.kind for ranked in answer.ranking} == {"self_host"}
        assert "baichuan/baichuan-m3-235b" not in by_id(answer)

    def test_without_one_the_smallest_that_holds_a_model_is_said(self, catalog: OpenCatalog) -> None:
        found = [r for r in asked(catalog, **at_home(top=8)).ranking if r.offering.smallest_machine]
        assert len(found) > 3
        for ranked in found:
            way = ranked.offering
            named = at_home(hardware=way.smallest_machine, only=(ranked.model,))
            (same,) = asked(catalog, **named).ranking
            assert (same.offering.quant, same.offering.memory_gb) == (way.smallest_quant, way.smallest_gb)
            assert QUANTS[way.smallest_quant or ""].bits >= LEAST_BITS
            # Nothing with less memory holds it.
            room = parse_hardware(way.smallest_machine or "", catalog.facts.hardware).total_gb
            less = [m for m in machines_known(catalog.facts.hardware) if m.total_gb < room][-1]
            assert asked(catalog, **at_home(hardware=less.name, only=(ranked.model,))).ranking == ()

    def test_hosted_and_self_hosted_stand_in_one_ranking(self, catalog: OpenCatalog) -> None:
        answer = asked(catalog, hardware="h100-80gb", or_hosted=True)
        kinds = {ranked.offering.kind for ranked in answer.ranking}
        assert kinds >= {"api", "self_host"}
        assert answer.ranking[0].offering.kind == "api"

    def test_it_changes_nothing_for_models_behind_an_api(self, catalog: OpenCatalog) -> None:
        closed = {"where": ("weights = closed",)}
        plain, named = (
            by_id(asked(catalog, **closed)),
            by_id(asked(catalog, hardware="h100-80gb", or_hosted=True, **closed)),
        )
        served = {id_ for id_, ranked in plain.items() if ranked.offering.kind == "api"}
        assert served == named.keys()
        assert all(abs(plain[id_].score - named[id_].score) < 1e-9 for id_ in served)


class TestScoutAtAMillionTokens:
    def test_it_does_not_fit_eighty_gigabytes_and_the_answer_says_what_it_takes(self, catalog: OpenCatalog) -> None:
        request = Request(
            needs={"long-context": 1}, constraints={"self-host": True}, vram="80GB", context=1_000_000, as_of=DATA_DAY
        )
        answer: Explanation = catalog.explain("llama-4-scout", request)
        assert not answer.recommended
        assert answer.excluded is not None
        (failed,) = [f for f in answer.excluded.failed if f.constraint == "fits"]
        assert failed.outcome == "fail"
        assert "1M tokens of context" in failed.reason

    def test_a_model_that_takes_less_context_does_not_fit(self, catalog: OpenCatalog) -> None:
        answer = asked(catalog, **at_home(vram="640GB", context=1_000_000), need="long-context")
        assert answer.ranking
        assert all(ranked.context is None or ranked.context >= 1_000_000 for ranked in answer.ranking)


class TestAUse:
    def test_the_month_is_shown_and_limited(self, catalog: OpenCatalog) -> None:
        use = {"workload": "chat", "usage": {"requests": "2M", "in": "3k", "out": "500"}}
        answer = asked(catalog, constraints={"api": "ga", "max-monthly": 5000}, **use)
        assert answer.ranking
        assert all(Decimal(0) < r.offering.month_usd <= 5000 for r in answer.ranking)  # type: ignore[operator]
        reasons = [f.reason for e in answer.excluded for f in e.failed if f.constraint == "max-monthly"]
        assert any("a month, asked for at most $5,000" in reason for reason in reasons)

    def test_an_unknown_price_is_not_cheap(self, catalog: OpenCatalog) -> None:
        answer = asked(catalog, constraints={"max-monthly": 10**9}, workload="chat")
        priceless = [r for r in answer.ranking if r.offering.price_in is None]
        assert priceless == []

    def test_more_use_costs_more(self, catalog: OpenCatalog) -> None:
        few, many = (
            by_id(asked(catalog, constraints={"api": "ga"}, workload="chat", usage={"requests": requests}))
            for requests in ("100k", "200k")
        )
        for id_ in few.keys() & many.keys():
            one, two = few[id_].offering, many[id_].offering
            if one.id == two.id and one.provider == two.provider and one.month_usd is not None:
                assert two.month_usd == 2 * one.month_usd

    def test_low_cost_weighs_what_the_use_costs(self, catalog: OpenCatalog) -> None:
        answer = asked(catalog, "low-cost", constraints={"api": "ga"}, workload="rag")
        assert answer.request.criteria[0].says == "is cheap for this workload"

    def test_a_limit_without_a_use_means_the_usual_use_of_the_need_and_says_so(self, run) -> None:
        asked_for = ("recommend", "--need", "coding", "--max-monthly", "500", "--as-of", DATA_DAY)
        answer = json.loads(run(*asked_for, "--format", "json").out)
        assert answer["ranking"]
        assert all(0 <= line["offering"]["month_usd"] <= 500 for line in answer["ranking"])
        assert "300,000 requests a month" in answer["request"]["summary"]
        assert "300,000 requests a month" in run(*asked_for).out

    def test_a_limit_without_any_use_is_refused(self, run, tmp_path) -> None:
        (tmp_path / "mine.yaml").write_text(
            "{kind: need, id: mine, title: Mine, about: Mine., because: Mine., criteria: [{id: science, says: knows, "
            "benchmark: gpqa-diamond, weight: 1, because: mine}], examples: [{given: {science: 100}, score: 100}]}"
        )
        result = run("recommend", "--need", "mine", "--max-monthly", "500", "--rules", tmp_path)
        assert result.code == 2
        assert "--max-monthly: needs to know how much is used. Name a workload: chat" in result.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--vram", "banana"), "--vram: is 'banana', expected an amount of memory such as 24GB"),
        (("--hardware", "0x h100"), "--hardware: '0x h100' asks for 0 devices"),
        (("--hardware", "h101"), "--hardware: no device is called 'h101'"),
        (("--hardware", "h100", "--vram", "80GB"), "--vram: names a machine as --hardware does"),
        (("--vram", "24GB", "--quant", "q9"), "--quant: no precision of weights is called 'q9'"),
        (("--vram", "24GB", "--context", "lots"), "--context: is 'lots', expected a number"),
        (("--vram", "24GB", "--context", "0"), "--context: is 0, expected a number of tokens"),
        (("--workload", "chatt"), "--workload: unknown workload 'chatt'. Did you mean `chat`?"),
        (("--workload", "chat", "--requests", "-5"), "--requests: "),
        (("--workload", "chat", "--cached", "140%"), "--cached: "),
    ],
)
def test_bad_input_is_refused_in_one_sentence(run, words: tuple[str, ...], said: str) -> None:
    result = run("recommend", "--need", "coding", *words)
    assert (result.code, result.out) == (2, "")
    (line,) = result.err.splitlines()
    assert said in line


def test_a_profile_may_name_machine_and_use(run, tmp_path) -> None:
    profile = tmp_path / "ours.yaml"
    profile.write_text(
        "needs: {coding: 1}\nconstraints: {self-host: true}\nhardware: rtx-3060 12GB\nram: 64GB\ncontext: 16000\n"
        "kv_cache: q8_0\n"
        "workload: chat\nusage: {requests: 2M, cached: 60%}\n"
    )
    plain = ("recommend", "--profile", profile, "--as-of", DATA_DAY, "--format", "json")
    answer = json.loads(run(*plain).out)
    summary = answer["request"]["summary"]
    assert "on GeForce RTX 3060 12 GB + 64 GB RAM, 16k tokens of context, cache at q8_0" in summary
    assert "2,000,000 requests a month" in answer["request"]["summary"]
    larger = json.loads(run(*plain, "--vram", "80GB").out)
    assert "on 80 GB, 16k tokens" in larger["request"]["summary"]


def test_the_need_of_a_machine_needs_one(run) -> None:
    result = run("recommend", "--need", "own-hardware")
    assert result.code == 2
    assert "need own-hardware is about a machine" in result.err


def test_a_machine_that_nothing_fits_is_what_the_first_line_speaks_of(run: Any) -> None:
    result = run("recommend", "general", "--vram", "1GB", "--as-of", DATA_DAY)
    assert result.code == 1
    assert result.out.splitlines()[0] == "No model is proven to meet: fits the hardware."
