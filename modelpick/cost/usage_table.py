"""A log of real use as CSV: an export of a console, or a query over one's own logs."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence

from modelpick.cost.usage_log import BATCH, STANDARD, UsageLog, service_class
from modelpick.model.errors import ModelpickError

COLUMNS: dict[str, tuple[str, ...]] = {
    "model": ("model", "model_name", "model_id", "model_version"),
    "provider": ("provider", "custom_llm_provider"),
    "requests": ("requests", "num_model_requests", "n_requests", "count"),
    "in": ("input_tokens", "prompt_tokens", "in", "input", "tokens_in", "tokens_prompt"),
    "fresh": ("input_tokens_no_cache", "usage_input_tokens_no_cache", "uncached_input_tokens"),
    "read": ("cached_tokens", "cache_read_input_tokens", "input_cached_tokens", "cache_read", "cached",
             "usage_input_tokens_cache_read", "cache_read_tokens", "cached_input_tokens"),
    "written": ("cache_creation_input_tokens", "cache_write", "cache_write_tokens", "cache_write_5m",
                "usage_input_tokens_cache_write_5m"),
    "kept": ("cache_write_1h", "usage_input_tokens_cache_write_1h"),
    "out": ("output_tokens", "completion_tokens", "out", "output", "tokens_out", "tokens_completion",
            "usage_output_tokens"),
    "cost": ("cost", "spend", "response_cost", "cost_usd", "usd"),
    "time": ("date", "day", "time", "timestamp", "start_time", "starttime", "created_at", "created",
             "usage_date_utc"),
    "batch": ("batch", "is_batch"),
    "service": ("service_tier", "service_class"),
}  # fmt: skip
"""What a column is -> how it may be headed, in any case."""
_ANTHROPIC = {"cache_creation_input_tokens", "input_tokens"}
"""Where both stand side by side, the input is what Anthropic calls so: without what a cache held."""
_HINT = "Its first line names the columns: model, input_tokens, output_tokens and, if known, cached_tokens, requests"


def read_table(log: UsageLog, lines: Iterable[str], where: str) -> None:
    """Add what the table in `lines` says to `log`.

    Raises:
        ModelpickError: its first line does not name a model and tokens.
    """
    rows = iter(lines)
    head = next(rows, "")
    log.lines += 1
    separator = max(",;\t", key=head.count)
    try:
        names = [name.strip().lower() for name in next(csv.reader([head], delimiter=separator), [])]
    except csv.Error:
        names = []
    headed = {what: next((word for word in words if word in names), None) for what, words in COLUMNS.items()}
    place = {what: names.index(word) for what, word in headed.items() if word is not None}
    if "model" not in place or not {"in", "fresh", "out"} & place.keys():
        raise ModelpickError("is no log of use: neither JSON lines nor CSV", where=where, hint=_HINT)
    read = _row_reader(log, place, inclusive="fresh" not in place and not set(names) >= _ANTHROPIC)
    table = csv.reader(rows, delimiter=separator)
    while True:
        try:
            row = next(table, None)
        except csv.Error as error:
            log.lines += 1
            log.note_bad(str(error))
            continue
        if row is None:
            return
        log.lines += 1
        if row:
            read(row)


def _row_reader(log: UsageLog, place: dict[str, int], *, inclusive: bool) -> Callable[[Sequence[str]], None]:
    """What adds a row to `log`; `inclusive`: the input holds what was read from a cache and written to it."""

    def text(row: Sequence[str], what: str) -> str:
        at = place.get(what)
        return row[at].strip() if at is not None else ""

    def number(row: Sequence[str], what: str, otherwise: int = 0) -> int:
        return int(text(row, what) or otherwise)

    def read(row: Sequence[str]) -> None:
        try:
            found, written, kept = number(row, "read"), number(row, "written"), number(row, "kept")
            fresh = number(row, "in") if "in" in place else number(row, "fresh")
            output, requests, model = number(row, "out"), number(row, "requests", 1), text(row, "model")
        except (ValueError, IndexError):
            log.note_bad("a number of tokens was expected in each column of tokens")
            return
        if not model or requests == 0:
            log.note_without_usage()
            return
        if inclusive and fresh >= found + written + kept:
            fresh -= found + written + kept
        turn = log.note_time(text(row, "time"))
        log.note_cost(text(row, "cost") or None, requests)
        in_batch = text(row, "batch").lower() in ("true", "1", "yes")
        service = BATCH if in_batch else service_class(text(row, "service")) or STANDARD
        log.add(model, text(row, "provider") or None, service, requests, (fresh, found, written, kept, output), turn)

    return read
