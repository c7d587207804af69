"""What people write in a sentence, and the options of a question that say it: ``in the EU``, ``under $200 a month``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from modelpick.idents import late_pattern
from modelpick.model.dates import last_day
from modelpick.model.names import fold
from modelpick.model.numbers import WHOLE
from modelpick.model.places import PLACE_WORDS

Said = tuple[str, str | None]
"""A field of a question and its value as people write it; None for a switch."""


class Phrase(NamedTuple):
    """Words that say an option together."""

    field: str | None
    """None where no option says it: a limit to the wrong side."""
    value: str | Callable[[re.Match[str]], str] | None
    """As people write it, with groups of the pattern in braces; None for a switch."""
    pattern: re.Pattern[str]

    def said(self, text: str, start: int) -> tuple[int, Said | None] | None:
        """Where the phrase that stands at `start` of `text` ends, and which option says it; None where it does not."""
        found = self.pattern.match(text, start)
        if found is None:
            return None
        if self.field is None:
            return found.end(), None
        value = self.value.format(**found.groupdict()) if isinstance(self.value, str) else self.value
        return found.end(), (self.field, value(found) if callable(value) else value)


def _phrase_of(field: str | None, value: str | Callable[[re.Match[str]], str] | None, form: str) -> Phrase:
    return Phrase(field, value, late_pattern(rf"(?:{form})(?!\w)", re.IGNORECASE))


def _usd_amount(found: re.Match[str]) -> str:
    said, scale = found["n"].replace(",", ""), (found["scale"] or "").lower()
    return f"{float(said) * (1000 if scale == 'k' else 1_000_000):.12g}" if scale else said


def _usd_of_thousand(found: re.Match[str]) -> str:
    return f"{1000 * float(_usd_amount(found)):.12g}"


def _token_count(found: re.Match[str]) -> str:
    return found["n"].replace(",", "").replace(" million", "m")


def _requests_a_month(found: re.Match[str]) -> str:
    days = 30 if found["per"].lower() == "day" else 1
    return str(days * WHOLE.count(found["n"], "{requests}"))


def _last_day(found: re.Match[str]) -> str:
    month = _MONTHS.index(found["month"][:3].lower()) + 1 if found["month"] else 12
    return last_day(f"{found['year']}-{month:02}")


def _latency_seconds(found: re.Match[str]) -> str:
    if found["n"] is None:
        return "0.5" if "half" in found["word"].lower() else "1"
    return f"{float(found['n']) / 1000:g}" if found["unit"].lower().startswith("m") else found["n"]


def _region_named(found: re.Match[str]) -> str:
    word = fold(found["place"])
    return PLACE_WORDS.get(word, word)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BELOW = r"under|below|at most|max(?:imum)?(?: of)?|<=?"
_MOST = rf"(?:(?:{_BELOW}|(?:less|fewer|smaller|cheaper|(?:no|not)(?: cost(?:s|ing)?)? more) than|up to|within) ?)"
_AT_MOST = rf"(?:(?:{_BELOW}|(?:less|fewer|smaller|(?:no|not) more) than) ?)"
"""What sets a limit above, without `up to`, which tells how much is read."""
_LEAST = r"(?:(?:at least|over|above|(?:more|no less|not less) than|min(?:imum)?(?: of)?|>=?) ?)"
_TOKENS = r"(?P<n>\d+(?:\.\d+)?[km]|\d+(?:\.\d+)? million|\d{1,3}(?:,\d{3})+|\d{4,7})\+?"
_CONTEXT = r"context(?:[ -](?:window|length|size))?"
_PER = r" ?(?:/|per|an?|each|every)? ?"
_SECONDS = (
    r"(?:(?P<n>\d+(?:\.\d+)?) ?(?P<unit>ms|milliseconds?|s|sec(?:ond)?s?)|(?P<word>(?:half an?|an?|one)[ -]second))"
)
_COIN = r"(?:\$|usd|dollars?|bucks)"
_USD = (
    rf"(?:{_MOST}|for |(?:a |monthly )?budget(?: of| is|:)? )?(?:\$ ?(?=\d)|(?=\d[\d,.]{{0,12}}[km]? ?{_COIN}))"
    rf"(?P<n>\d[\d,]{{0,12}}(?:\.\d{{1,9}})?)(?P<scale>[km](?!\w))?(?: ?{_COIN})?"
)
_PLACE = "|".join(sorted((word.replace("-", "[ -]") for word in (*PLACE_WORDS, "eu", "uk")), key=len, reverse=True))
_KEPT = (
    r"(?:(?:hosted|based|located|processed|running|stays?|staying|kept|only|data) ){0,4}"
    r"(?:in|within|inside|from) (?:the )?"
)
_ONLY = r"(?:[ -](?:only|hosted|based|data[ -]residency|residency|region|servers?))?"
_CERTIFIED = r"(?:[ -](?:certified|certification|compliant|attested|attestation))?"
_WONT = r"don'?t|doesn'?t|won'?t|can'?t|cannot|must not|may not"
_TRAINED = r"train(?:ing|ed|s)?(?: (?:on|with) (?:(?:my|our|the|your|customer|user) )?(?:data|prompts?|inputs?))?"
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?)"
)
_NUMBER = r"(?P<n>(?:\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,2})?(?![.,]?\d))[km]?)"
_REQUESTS = rf"{_NUMBER} (?:requests|calls|queries|messages)"
_TOK = r"[ -]?tok(?:en)?s?"
_MILLION = (
    rf"{_USD}(?: ?(?:/|per|an?|each|every) ?(?:1 ?)?(?:mtok|m|million)(?:{_TOK})?|"
    rf"{_PER}(?:1 ?)?(?:mtok|(?:m|million){_TOK}))"
)
_NO_SERVICE = r"(?:client|code|design|docs?|documentation|endpoints?|integration|reference|schema|tests?)"
_API = rf"(?<!rest )(?<!web )(?<!for an )(?<!for the )(?<!for our )api(?! {_NO_SERVICE})"
_COMPUTER = (
    r"(?:computer|desktop|gpu|laptop|mac|macbook|machine|notebook|pc)"
    r"(?! (?:air|m\d|max|mini|pro|studio|ultra|\d|\w+ing|\w+tion|\w+s)\b)"
)
_DATA = r"(?: of)? (?:books?|code|data|disk|documents?|emails?|files?|images?|logs?|pdfs?|ssd|text|video)"
_APACHES = (
    r"(?:airflow|arrow|beam|camel|cassandra|flink|hadoop|hive|http|httpd|iceberg|kafka|server|spark|superset|tomcat)"
)

PHRASES = (
    _phrase_of("hardware", "detect", r"laptop|macbook(?! (?:air|m\d|pro))"),
    _phrase_of("hardware", "detect", rf"(?:(?:for|on|using|with) )?(?:my|our|this)(?: own)? (?:\w+ )?{_COMPUTER}"),
    _phrase_of("hardware", "detect", rf"(?:for|on) (?:an? )?{_COMPUTER}"),
    _phrase_of("hardware", "{n}GB RAM", r"(?P<n>\d{1,4}) ?gb?(?: of)? (?:system )?ram"),
    _phrase_of("vram", "{n}GB", rf"(?P<n>\d{{1,4}}) ?gb?(?!{_DATA})(?:(?: of)? (?:vram|gpu memory|memory|gpu|card))?"),
    _phrase_of("self-host", None, r"local(?:ly)?|offline|air[ -]?gapped|self[ -]?host(?:ed|ing)?|on[ -]prem(?:ises?)?"),
    _phrase_of("self-host", None, r"own[ -](?:machines?|servers?)|own (?:hardware|infrastructure|gpus?)"),
    _phrase_of("api", "ga", rf"(?:(?:via|through|by|with) (?:an? |the )?)?(?:public |cloud |hosted )?{_API}|hosted"),
    _phrase_of("residency", _region_named, rf"(?:{_KEPT})?(?P<place>{_PLACE}){_ONLY}"),
    _phrase_of(
        "residency",
        "us",
        rf"{_KEPT}(?:us(?! \w+ law)|u\.s\.a?|usa)|(?-i:US)(?:{_ONLY[:-1]}|(?= or\b))|(?<=\bor )(?-i:US)",
    ),
    _phrase_of("residency", "eu", r"gdpr(?:[ -]complian(?:t|ce))?|european"),
    _phrase_of("baa", None, r"(?:hipaa|baa)(?:[ -](?:complian(?:t|ce)|eligible|ready))?"),
    _phrase_of("dpa", None, r"dpa|avv|data processing agreement"),
    _phrase_of(
        "no-training", None, rf"(?:no|not|without|never|{_WONT})(?: be)?(?: used)?(?: for)?(?: model)? {_TRAINED}"
    ),
    _phrase_of(
        "zero-retention", None, r"zero[ -](?:data[ -])?retention|zdr|no[ -](?:data[ -])?(?:logging|retention|logs)"
    ),
    _phrase_of("no-human-review", None, r"no[ -]human[ -]review"),
    _phrase_of("customer-keys", None, r"customer[ -]managed[ -]keys|cmk"),
    _phrase_of("certified", "c5", rf"c5{_CERTIFIED}"),
    _phrase_of("certified", "hds", rf"hds{_CERTIFIED}"),
    _phrase_of("certified", "iso27001", rf"iso[ -]?27001{_CERTIFIED}"),
    _phrase_of("certified", "iso42001", rf"iso[ -]?42001{_CERTIFIED}"),
    _phrase_of("certified", "soc2-type2", rf"soc[ -]?2(?: type ?(?:2|ii))?{_CERTIFIED}"),
    _phrase_of("certified", "fedramp", rf"fedramp{_CERTIFIED}"),
    _phrase_of("sla", "{n}", r"(?P<n>\d\d(?:\.\d+)?) ?% (?:sla|uptime|availability)"),
    _phrase_of("open-weights", None, r"open[ -]?weights?"),
    _phrase_of("license", "osi", r"(?:free and )?open[ -]?source|foss"),
    _phrase_of("license", "commercial", r"(?:for )?commercial(?:ly)? (?:use|usage|usable|license)"),
    _phrase_of("where", "license.id=Apache-2.0", rf"apache(?:[ -]2(?:\.0)?)?(?:[ -]licen[cs]ed?)?(?! {_APACHES})"),
    _phrase_of("where", "license.id=MIT", r"(?<!\bat )(?<!\bfrom )mit(?:[ -]licen[cs]ed?)?"),
    _phrase_of("where", "params.total_b<={n}", rf"{_MOST}(?P<n>\d+(?:\.\d+)?) ?b(?:illion)?(?:[ -]?param(?:eter)?s?)?"),
    _phrase_of(
        "released-after",
        _last_day,
        rf"(?:released|launched|newer) (?:after|than) (?:(?P<month>{_MONTH}) )?(?P<year>20\d\d)",
    ),
    _phrase_of("min-context", _token_count, rf"{_LEAST}?{_TOKENS}(?:{_TOK})?(?: of)?[ -]?{_CONTEXT}"),
    _phrase_of("min-context", _token_count, rf"{_CONTEXT}(?: of)? {_LEAST}?{_TOKENS}(?:{_TOK})?"),
    _phrase_of(
        "min-context",
        _token_count,
        rf"{_LEAST}?(?<!per )(?<!/){_TOKENS}{_TOK}(?! ?(?:/|per |an? |for |in |out |each ))",
    ),
    _phrase_of(None, None, rf"{_AT_MOST}{_TOKENS}(?:{_TOK})?(?: of)?[ -]?{_CONTEXT}"),
    _phrase_of(None, None, rf"{_CONTEXT}(?: of)? {_AT_MOST}{_TOKENS}(?:{_TOK})?"),
    _phrase_of("max-price", _usd_of_thousand, rf"{_USD}{_PER}(?:1 ?k|1,?000|(?:a )?thousand){_TOK}"),
    _phrase_of(None, None, rf"{_LEAST}{_MILLION}(?: (?:in|out)put(?:{_TOK})?)?"),
    _phrase_of(None, None, rf"{_LEAST}{_USD}{_PER}(?:task|mo(?:nth)?|monthly)"),
    _phrase_of(None, None, rf"{_LEAST}{_SECONDS}(?: (?:latency|ttft|response))?"),
    _phrase_of("max-price", _usd_amount, _MILLION),
    _phrase_of("max-price-in", _usd_amount, rf"{_MILLION} input(?: tokens)?"),
    _phrase_of("max-price-out", _usd_amount, rf"{_MILLION} output(?: tokens)?"),
    _phrase_of("max-per-task", _usd_amount, rf"{_USD}{_PER}task"),
    _phrase_of("max-monthly", _usd_amount, rf"{_USD}{_PER}(?:mo(?:nth)?|monthly)"),
    _phrase_of("requests", _requests_a_month, rf"{_REQUESTS}{_PER}(?P<per>day|month)"),
    _phrase_of(None, None, rf"{_REQUESTS}{_PER}(?:min(?:ute)?|s(?:ec(?:ond)?)?|h(?:our)?)"),
    _phrase_of(
        "min-throughput", "{n}", rf"{_LEAST}?(?P<n>\d+(?:\.\d+)?) ?(?:t/s|tps|tok(?:en)?s?{_PER}s(?:ec(?:ond)?)?)"
    ),
    _phrase_of("max-latency", _latency_seconds, rf"(?:latency|ttft|first token)(?: in)? {_MOST}?{_SECONDS}"),
    _phrase_of("max-latency", _latency_seconds, rf"(?:in )?{_MOST}{_SECONDS}"),
    _phrase_of(
        "max-latency", _latency_seconds, rf"{_MOST}?{_SECONDS} (?:latency|ttft|to first token|response(?: time)?)"
    ),
    _phrase_of("max-latency", "1", r"sub[ -]second(?: (?:latency|ttft|response(?: time)?))?"),
)
"""Of those that begin at one word the longest counts."""
