"""How much of what has ended is found, and how often something is said for nothing: the given corpus, and every row
of the ended ids."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from modelpick.documents.audit_reports import AuditReport, Finding
from modelpick.use_cases.audit import AuditQuestion, audit
from tests.conftest import DATA_DAY, bundled_catalog

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "audit-corpus"
CASES = CORPUS.parent / "cases"
given = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus lies beside the checkout of its makers alone")
PREFIXES = {
    "google": "gemini", "google-vertex": "vertex_ai", "amazon-bedrock": "bedrock", "togetherai": "together_ai",
    "fireworks-ai": "fireworks_ai", "github-copilot": "github_copilot", "moonshotai": "moonshot",
    "alibaba": "dashscope",
}  # fmt: skip
"""LiteLLM's prefix of a provider, where it is not its id."""


def audited(*paths: Path, **asked: Any) -> AuditReport:
    return audit(bundled_catalog(), AuditQuestion(paths, on=DATA_DAY, **asked))


def place(finding: Finding, root: Path) -> tuple[str, int]:
    return finding.path.rpartition(f"{root.name}/")[2], finding.line


def is_right(row: dict[str, Any], found: list[Finding]) -> bool:
    """Whether kind, severity, day and provider of a row are told of its text."""
    if row["finding"] is None:
        return all(each.severity == "note" for each in found if row["text"] in each.text)
    return any(
        (each.kind, each.severity, each.provider) == (row["finding"], row["severity"], row["provider"])
        and (not row["day"] or str(row["day"]) in each.text)
        for each in found
        if row["text"] in each.text or each.id in row["text"]
    )


@given
def test_the_corpus_is_found_and_nothing_else():
    root = CORPUS / "given"
    rows = yaml.safe_load((root / "expected.yaml").read_text())["expected"]
    found = [each for each in audited(root).findings if "expected.yaml" not in each.path]
    at: dict[tuple[str, int], list[Finding]] = {}
    for each in found:
        at.setdefault(place(each, root), []).append(each)
    wrong = [row for row in rows if not is_right(row, at.get((row["file"], row["line"]), []))]
    assert [row["text"] for row in wrong] == ["xai/grok-2-1212"]  # a key of a table: a note of its own kind here
    expected = {(row["file"], row["line"]) for row in rows}
    assert [each for each in found if each.severity != "note" and place(each, root) not in expected] == []


@given
def test_what_only_looks_like_an_id_is_left_alone():
    assert [each for each in audited(CORPUS / "negatives").findings if each.severity != "note"] == []


@given
def test_the_cases_that_were_missed_are_found():
    loud = [each for each in audited(CASES).findings if each.severity == "error" and each.kind == "retired"]
    assert len(loud) >= 40
    assert all("README" not in each.path for each in loud)
    (asked,) = audited(CASES / "asked-region", residency=("eu",)).findings
    assert (asked.kind, asked.severity) == ("region-unproven", "error")


WORDS = {("openai", "ada"), ("azure", "ada"), ("cohere", "classify"), ("cohere", "summarize")}
"""Ids that are words of their own: they are not looked for."""


def test_every_ended_id_but_words_is_found_with_its_prefix(tmp_path):
    ends = bundled_catalog().facts_on(DATA_DAY).ends
    ended: dict[tuple[str, str], bool] = {}
    for row in ends.rows:
        if row.id != "*" and row.kind is None:  # of a name with several versions all must have ended
            ended[row.provider, row.id] = row.has_ended(DATA_DAY) and ended.get((row.provider, row.id), True)
    ids = [key for key, has_ended in ended.items() if has_ended]
    assert len(ids) > 600
    lines = [f"- model: {PREFIXES.get(provider, provider)}/{id_}\n" for provider, id_ in ids]
    (tmp_path / "all.yaml").write_text("".join(lines))
    told = {each.line for each in audited(tmp_path).findings if each.kind == "retired"}
    assert {key for line, key in enumerate(ids, 1) if line not in told} <= WORDS
