"""Reported scores of several sources: which benchmark of ours a name is, and who measured.

Only names whose edition, subset and judge are plain are taken for one of our benchmarks; every other keeps the name
that its source gives it, and stays out of the answers until somebody says what it is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.model.facts import By
from modelpick.model.names import fold
from modelpick.sources.reading import BadValue, JsonRow, percent_of, shown

PERCENT = {
    "aider-polyglot": "aider-polyglot",
    "gpqa-diamond": "gpqa-diamond",
    "scicode": "scicode",
    "swe-bench-multilingual": "swe-bench-multilingual",
    "swe-bench-verified": "swe-bench-verified",
    "terminal-bench-2.0": "terminal-bench-2.0",
    "terminal-bench-2.1": "terminal-bench-2.1",
    "terminal-bench-hard": "terminal-bench-hard",
    "aime-2025": "aime-2025",
    "math-500": "math-500",
    "mmlu-pro": "mmlu-pro",
    "gsm8k": "gsm8k",
    "ifeval": "ifeval",
}
"""Names, folded, whose meaning is plain, to our benchmarks. All of them are in percent."""

_AT_SOURCE = {
    ("swe-bench-pro", "labs.scale.com"): "swe-bench-pro",
    ("swe-atlas-codebase-qna", "labs.scale.com"): "swe-atlas-qna",
    ("swe-atlas-refactoring", "labs.scale.com"): "swe-atlas-refactoring",
    ("swe-atlas-test-writing", "labs.scale.com"): "swe-atlas-test-writing",
}
"""Names that are plain on the benchmark's own board alone."""

_BOARDS_BY_HOST = {
    "aider.chat": "Aider",
    "artificialanalysis.ai": "Artificial Analysis",
    "labs.scale.com": "Scale AI",
    "openrouter.ai": "Artificial Analysis",  # its benchmark pages show the figures of Artificial Analysis
    "swebench.com": "SWE-bench",
    "tbench.ai": "Terminal-Bench",
    "livebench.ai": "LiveBench",
    "epoch.ai": "Epoch AI",
}
"""Hosts of those who measure and sell no competing model."""

_LABS = {
    "ai21": ("ai21.com", ""),
    "alibaba": ("qwen.ai qwenlm.github.io", "qwen"),
    "amazon": ("aws.amazon.com amazon.science", "aws"),
    "anthropic": ("anthropic.com", "claude"),
    "cohere": ("cohere.com", "coherelabs cohere-labs cohere-for-ai"),
    "deepseek": ("deepseek.com", "deepseek-ai"),
    "google": ("deepmind.google blog.google ai.google.dev", "google-deepmind deepmind"),
    "meta": ("meta.com", "meta-llama meta-ai"),
    "microsoft": ("microsoft.com", ""),
    "minimax": ("minimax.io minimaxi.com", "minimaxai"),
    "mistral": ("mistral.ai", "mistralai mistral-ai"),
    "moonshotai": ("moonshot.ai kimi.com", "moonshot moonshot-ai"),
    "nvidia": ("nvidia.com", ""),
    "openai": ("openai.com", ""),
    "sakana": ("sakana.ai", "sakana-ai"),
    "stepfun": ("stepfun.com stepfun.ai", "stepfun-ai"),
    "xai": ("x.ai", "x-ai"),
    "zhipuai": ("z.ai bigmodel.cn", "z-ai zai-org zai zhipu"),
}
"""Lab -> its hosts, and its names elsewhere."""
_HOSTS_OF_LABS = {lab: tuple(hosts.split()) for lab, (hosts, _) in _LABS.items()}
_LAB_SPELLINGS = {name: lab for lab, (_, names) in _LABS.items() for name in names.split()}

_OUR_FORM = re.compile(r"[a-z0-9._-]+")


class Measurer(NamedTuple):
    by: By
    evaluator: str | None = None


def lab_named(name: str) -> str | None:
    """The lab's id for any of its spellings; None for anybody who is not a known lab."""
    folded = fold(name)
    lab = _LAB_SPELLINGS.get(folded, folded)
    return lab if lab in _HOSTS_OF_LABS else None


def measurer(url: str | None, lab: str | None) -> Measurer:
    """Who measured a figure published at `url` about a model of `lab`; press where it is unclear.

    >>> measurer("https://aider.chat/docs/leaderboards/", "openai").by, measurer("https://x.ai/news", "openai").by
    ('independent', 'rival')
    """
    host, _, path = (url or "").partition("://")[2].partition("/")
    host = host.lower().removeprefix("www.")
    if host in _BOARDS_BY_HOST:
        return Measurer("independent", _BOARDS_BY_HOST[host])
    own = lab and (lab_named(lab) or fold(lab))
    if host == "huggingface.co":
        organization = path.partition("/")[0]
        theirs = lab_named(organization) or fold(organization)
    else:
        known = (
            name for name, hosts in _HOSTS_OF_LABS.items() if any(host == h or host.endswith(f".{h}") for h in hosts)
        )
        theirs = next(known, "")
    if theirs and own and theirs.removesuffix("-ai") == own.removesuffix("-ai"):
        return Measurer("vendor")
    return Measurer("rival" if theirs in _HOSTS_OF_LABS else "press")


def foreign_benchmark(name: str, source: str) -> str:
    """The name of a benchmark that is none of ours, in a form that none of our ids has.

    >>> foreign_benchmark("hle", "artificial-analysis"), foreign_benchmark("Claw-eval", "models-dev")
    ('artificial-analysis:hle', 'Claw-eval')
    """
    return f"{source}:{name}" if _OUR_FORM.fullmatch(name) else name


def our_benchmark(name: str, host: str = "") -> str | None:
    """The id in the catalog of the benchmark `name`; None where its edition or subset is not plain."""
    folded = fold(name).replace("τ", "tau")
    return PERCENT.get(folded.replace("terminal-bench-v", "terminal-bench-")) or _AT_SOURCE.get((folded, host))


def benchmark_score(model: str, lab: str | None, row: JsonRow, known_since: Day) -> ScoreRecord:
    """A score as models.dev lists it under a model. One without a date counts from `known_since`."""
    name, value, url = row.text("name"), row.number("score"), row.url("source")
    if name is None or value is None:
        raise BadValue(row.path, "a name and a score were expected")
    edition = " ".join(part for part in (row.text("version"), row.text("dataset")) if part and part != "public")
    full = f"{name} {edition}".strip()
    ours = our_benchmark(full, (url or "").partition("://")[2].partition("/")[0])
    who = measurer(url, lab)
    return ScoreRecord(
        model=model,
        benchmark=ours or foreign_benchmark(full, "models-dev"),
        value=percent_of(value, row.at("score")) if ours else float(value),
        on=row.day("date") or known_since,
        by=who.by,
        name=None if ours is None else full,
        evaluator=who.evaluator,
        variant=row.text("variant"),
        harness=row.text("harness"),
        url=url,
        unit="percent" if ours else row.text("metric"),
    )


def relation(name: str | None, developer: str | None, stated: str | None, path: str) -> By:
    """The kind of evaluator, from what a run's record says of it; a lab is never independent."""
    if stated not in ("first_party", "third_party", "collaborative", "other", None):
        raise BadValue(path, f"first_party, third_party, collaborative or other was expected, found {shown(stated)}")
    if stated in ("first_party", "collaborative"):
        return "vendor"
    evaluator = lab_named(name) if name else None
    if evaluator:
        return "vendor" if developer and lab_named(developer) == evaluator else "rival"
    return "independent" if stated == "third_party" else "press"
