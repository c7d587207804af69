"""The screen of `fit`, and what machines read of it."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.render import documents
from tests.render.showing import text


def test_machines_read_a_row_for_each_model() -> None:
    rows = json.loads(text(documents.fit(), "json"))["rows"]
    assert [row["model"] for row in rows] == ["acme/alpha-27b", "acme/beta-2", "acme/gamma-coder"]
    assert rows[0]["memory_gb"]["weights"] == 16.5
    assert rows[1]["prefill_tokens_per_s"] is None
    assert rows[2]["fits"] is None
    assert rows[2]["memory_gb"]["value"] is None


def test_yaml_has_the_same_rows() -> None:
    assert "\nrows:\n- model: acme/alpha-27b\n  hardware: Card 24 GB\n" in text(documents.fit(), "yaml")


def test_csv_has_raw_values() -> None:
    rows = list(csv.DictReader(io.StringIO(text(documents.fit(), "csv"))))
    assert [row["fits"] for row in rows] == ["true", "false", ""]
    assert rows[0]["decode"] == "38.2"
    assert rows[1]["notes"] == "slow; no context was asked for"


@pytest.mark.parametrize("width", [40, 80, 160])
def test_unknown_is_a_word_and_names_stay(width: int) -> None:
    shown = text(documents.fit(), width=width, terminal=True, color=False)
    assert "acme/gamma-coder" in shown
    assert max(map(len, shown.splitlines())) <= max(width, 80)


def test_a_screen() -> None:
    shown = text(documents.fit(), width=160, terminal=True, color=False)
    assert "no, 16 GB in system memory" in shown
    assert "38 (28-53)" in shown
    assert "3.2 (1.3-8.9)" in shown
    assert "acme/beta-2: slow" in shown
    assert "2 do not fit." in shown
    assert "unknown" in shown
    assert text(documents.fit(), "markdown").count("\n| acme/") == 3
