"""A log of real use, read line by line: what was asked of which model, added up by what it is billed as.

JSON lines (`modelpick.cost.usage_fields`) and CSV (`modelpick.cost.usage_table`). What is kept grows with the models
and the thresholds of long prompts, never with the lines.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from msgspec import DecodeError, json

from modelpick.cost.clock import MILLISECONDS, minute_of_week
from modelpick.cost.loads import CallLoad, Usage
from modelpick.cost.usage_fields import (
    ClassHolder,
    LoggedAnswer,
    LogLine,
    LogMetadata,
    UsageFields,
    answer_in,
    model_of,
    tokens_of,
)
from modelpick.model.dates import Day, is_day
from modelpick.model.fields import Plain
from modelpick.model.wording import clipped

MOST_TOKENS = 10**12
"""Of one line."""
MOST_NAMES = 20_000
"""Different models that are told apart; a file that names more is none of models."""
_PICO_DOLLARS = 10**12
_EXAMPLES = 3
STANDARD, BATCH, OTHER = "", "batch", "other"
_CLASSES = {
    "standard": STANDARD, "default": STANDARD, "on_demand": STANDARD, "batch": BATCH, "flex": "flex",
    "on_demand_flex": "flex", "priority": "priority", "on_demand_priority": "priority", "fast": "fast",
}  # fmt: skip
"""What OpenAI, Anthropic, Google, Groq and LiteLLM call a class of service -> the class."""
_UNSAID = frozenset({"", "auto", "none", "null"})
"""Words of a request that leave the class open."""
_NO_TOKENS = "tokens that nobody can mean"


class LoggedUse(Plain):
    """Requests to one model, billed alike: `load.use` holds all their tokens."""

    model: str
    """As the log spells it."""
    provider: str | None
    requests: int
    load: CallLoad


class LogTotals(Plain):
    """What a log held beside the requests that can be priced."""

    lines: int
    bad: int
    """Lines that could not be read."""
    examples: tuple[str, ...]
    """The first of them, each with its number and the reason."""
    without_usage: int
    """Lines that are right, and tell of no tokens."""
    by_gateway: int
    """Requests that a gateway answered from a cache of its own, which cost nothing."""
    recorded_usd: Decimal | None
    """What the log itself says that it cost; None where it says nothing."""
    recorded: int
    """Requests of which it says so."""
    first: Day | None = None
    """The first day in it."""
    last: Day | None = None


class UsageLog:
    """What was read of a log so far.

    Args:
        thresholds: lengths of prompts at which prices change, ascending.
        turns: minutes of the week in UTC at which prices change, ascending.
    """

    def __init__(self, thresholds: Sequence[int], turns: Sequence[int] = ()) -> None:
        self.lines = 0
        self._thresholds, self._turns = list(thresholds), list(turns)
        self._sums: dict[tuple[str, str | None, str, int, int | None], list[int]] = {}
        self._bad = self._without_usage = self._by_gateway = self._recorded = self._pico_usd = 0
        self._examples: list[str] = []
        self._days: list[str] = []
        self._seconds: list[float] = []
        self._part: tuple[str | int, str, str | None, str, tuple[int, ...], int | None] | None = None

    def read_json(self, lines: Iterable[bytes]) -> None:
        """Add what `lines` say, one JSON object each."""
        decode = json.Decoder(LogLine).decode
        for text in lines:
            self.lines += 1
            if not text or text.isspace():
                continue
            try:
                line = decode(text)
            except (DecodeError, RecursionError, UnicodeDecodeError) as error:
                self.note_bad(_reason_of(error))
                continue
            self._add_line(line)
        self._end_answer()

    def note_bad(self, why: str) -> None:
        """Count the line read last as one that cannot be read."""
        self._bad += 1
        if len(self._examples) < _EXAMPLES:
            self._examples.append(f"line {self.lines:,}: {why}")

    def note_without_usage(self) -> None:
        """Count the line read last as one that tells of no tokens."""
        self._without_usage += 1

    def note_time(self, when: str | float | None) -> int | None:
        """Widen the time that the log spans; from which turn on the prices of `when` hold, None where no hour is known
        or none matters.
        """
        if isinstance(when, str) and when:
            seen, day = self._days, when[:10]
            seen[:] = [min(seen[0], day), max(seen[1], day)] if seen else [day, day]
        elif isinstance(when, int | float) and not isinstance(when, bool):
            moments = self._seconds
            moments[:] = [min(moments[0], when), max(moments[1], when)] if moments else [when, when]
        else:
            return None
        minute = minute_of_week(when) if self._turns else None
        return None if minute is None else self._turns[bisect_right(self._turns, minute) - 1]

    def note_cost(self, usd: float | str | None, requests: int = 1) -> None:
        """Add what the log says that requests cost."""
        if isinstance(usd, str):
            try:
                usd = float(usd)
            except ValueError:
                return
        if usd is not None and 0 <= usd < 10**9:
            self._recorded += requests
            self._pico_usd += round(usd * _PICO_DOLLARS)

    def add(
        self,
        model: str,
        provider: str | None,
        service: str,
        requests: int,
        tokens: tuple[int, ...],
        turn: int | None = None,
    ) -> None:
        """Add `requests` of one class of service with these tokens in all: fresh, read, written, kept and output."""
        fresh, read, written, kept, output = tokens
        if min(tokens) < 0 or max(tokens) > MOST_TOKENS or not 0 < requests <= MOST_TOKENS:
            self.note_bad(_NO_TOKENS)
            return
        prompt = -((fresh + read + written + kept) // -requests)
        key = (model, provider, service, bisect_left(self._thresholds, prompt), turn)
        sums = self._sums.get(key)
        if sums is None:
            if len(self._sums) >= MOST_NAMES:
                self.note_bad("one more name of a model than can be told apart")
                return
            sums = self._sums[key] = [0, 0, 0, 0, 0, 0, 0]
        sums[0] += requests
        sums[1] += fresh
        sums[2] += read
        sums[3] += written
        sums[4] += kept
        sums[5] += output
        sums[6] = max(sums[6], prompt)

    def uses(self) -> list[LoggedUse]:
        """What was read, by model, provider, class of service and length of the prompt."""
        found = []
        for (model, provider, service, _, turn), (requests, *tokens, prompt) in self._sums.items():
            in_batch = service == BATCH
            load = CallLoad(
                prompt,
                Usage(*map(Decimal, tokens)),
                batch=Decimal(in_batch),
                service=STANDARD if in_batch else service,
                calls=requests,
                minute=turn,
            )
            found.append(LoggedUse(model, provider, requests, load))
        return found

    def totals(self) -> LogTotals:
        """The lines that could not be priced, the cost that the log itself states, and the days that it spans."""
        days = sorted(day for day in (*self._days, *map(_day_of_seconds, self._seconds)) if is_day(day))
        return LogTotals(
            lines=self.lines,
            bad=self._bad,
            examples=tuple(self._examples),
            without_usage=self._without_usage,
            by_gateway=self._by_gateway,
            recorded_usd=Decimal(self._pico_usd).scaleb(-12) if self._recorded else None,
            recorded=self._recorded,
            first=days[0] if days else None,
            last=days[-1] if days else None,
        )

    def _add_line(self, line: LogLine) -> None:
        answer, usage, batch = answer_in(line)
        model, tokens = model_of(line, answer), tokens_of(line, usage)
        if tokens is None or not model:
            self.note_without_usage()
            return
        turn = self.note_time(line.startTime or line.timestamp or line.created or line.created_at)
        if line.cache_hit is True or line.cache_hit == "True":
            self._by_gateway += 1
            return
        service = BATCH if batch else _class_of_line(line, answer, usage)
        self.note_cost(line.spend if line.response_cost is None else line.response_cost)
        if answer is line.message and answer.id is not None:
            # A transcript writes an answer part by part, each time with all that it has taken so far.
            if self._part is not None and self._part[0] != answer.id:
                self._end_answer()
            self._part = answer.id, model, line.custom_llm_provider, service, tokens, turn
            return
        self.add(model, line.custom_llm_provider, service, 1, tokens, turn)

    def _end_answer(self) -> None:
        """Add the answer of a transcript of which no further part comes."""
        if self._part is not None:
            _, model, provider, service, tokens, turn = self._part
            self._part = None
            self.add(model, provider, service, 1, tokens, turn)


def service_class(word: object) -> str | None:
    """The class of service that a log calls so; None where it leaves that open."""
    low = word.lower() if isinstance(word, str) else ""
    return None if low in _UNSAID else _CLASSES.get(low, OTHER)


def _class_of_line(line: LogLine, answer: LoggedAnswer, usage: UsageFields | None) -> str:
    """The class of service of a request: as the answer says, else as it was billed, else as it was asked."""
    if answer.service_tier and (found := service_class(answer.service_tier)) is not None:
        return found
    if usage is not None and (told := usage.service_tier or usage.trafficType):
        found = service_class(told)
        if found is not None:
            return found
    within = line.metadata.cost_breakdown if isinstance(line.metadata, LogMetadata) else None
    for holder in (line.cost_breakdown, within, line.model_parameters):
        if isinstance(holder, ClassHolder) and (found := service_class(holder.service_tier)) is not None:
            return found
    return STANDARD


def _day_of_seconds(moment: float) -> Day:
    """The day of a time in seconds, or in milliseconds, since 1970; no day where it is neither."""
    try:
        return datetime.fromtimestamp(moment / 1000 if moment > MILLISECONDS else moment, UTC).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return ""


def _reason_of(error: Exception) -> str:
    """Why a line cannot be read, in a few words."""
    return "is nested too deep" if isinstance(error, RecursionError) else clipped(str(error).partition("\n")[0], 100)
