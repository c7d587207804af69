"""What a refresh found, as Markdown for a pull request.

Names and notes of the sources are somebody else's text: they stand in code spans, cut short, so that nothing in them
becomes a link, a mention or a heading. The whole stays below what a pull request may hold, however much there is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from modelpick.lookup.nearest import Alike
from modelpick.model.dates import Day
from modelpick.model.facts import Facts
from modelpick.model.wording import count
from modelpick.sources.adapter import Adapter, Skip
from tools.refresh_rows import CITED, NewRow, Sifted, license_of, unmatched_first

MOST_LINES = 40
"""So many lines a section; the rest is counted."""
MOST_TEXT = 160
MOST_OF_ALL = 60_000
"""Characters of a whole report; a pull request takes 65,536."""
_REST_HINT = "run `python -m tools.refresh --dry-run --most 0`"
_SECTION_ORDER = ("new", "known already", "conflicts", "unmatched")


def report(
    sifted: Sifted,
    kept: Sequence[NewRow],
    facts: Facts,
    upstreams: Sequence[Adapter],
    failed: Mapping[str, str],
    day: Day,
    most: int = MOST_LINES,
) -> str:
    """The report. `kept`: the rows that entered; `failed`: source -> why it could not be read; `most`: lines a section;
    0 for all, however long the whole is then."""
    several = [
        *_summary_lines(sifted, kept, upstreams, failed, day),
        *_section_lines("Conflicts: a source now says something else", _conflict_lines(sifted), most, _CONFLICTS_NOTE),
        *_section_lines("Left out, and why", _left_out(sifted), most, _LEFT_OUT),
        *_section_lines("Ids that no model is known for", _unmatched_lines(sifted, facts), most, _UNMATCHED_NOTE),
        *_section_lines(
            "Benchmarks and editions that the catalog does not know", _unknown_tests(sifted), most, _TESTS_NOTE
        ),
        *_section_lines("Rows that could not be read", _skip_lines(sifted), most, ""),
        *_section_lines("New rows", [f"{each.about} — {_code_span(each.source['url'])}" for each in kept], most, ""),
    ]
    text = "\n".join(several) + "\n"
    if most and len(text) > MOST_OF_ALL:
        text = f"{text[: text.rindex(chr(10), 0, MOST_OF_ALL)]}\n\nCut here: {_REST_HINT}\n"
    return text


_CONFLICTS_NOTE = (
    "Nothing was written for these. Look at the page; if the source restated its figure, add the new row by hand and "
    "mark the old one `state: superseded` with the reason."
)
_LEFT_OUT = "Each would raise a doubt in `modelpick catalog validate`, or says less than it seems to."
_UNMATCHED_NOTE = (
    "Models written alike are only shown. If one is meant, add an alias to `data/aliases.yaml` and run this again."
)
_TESTS_NOTE = "A new edition is another benchmark: define it in `data/benchmarks.yaml`, or leave it."


def _summary_lines(
    sifted: Sifted, kept: Sequence[NewRow], upstreams: Sequence[Adapter], failed: Mapping[str, str], day: Day
) -> Iterable[str]:
    models = {each.model for each in kept}
    yield f"# Data read on {day}"
    yield ""
    yield f"{count(len(kept), 'new row')} of {count(len(models), 'model')}; no line that was there was changed."
    yield "Offerings and prices are not carried over: a person adds them (docs/refreshing.md)."
    yield ""
    yield "| source | new | known already | conflicts | unmatched | other | entered as |"
    yield "| --- | ---: | ---: | ---: | ---: | --- | --- |"
    new = Counter(each.upstream for each in kept)
    for upstream in upstreams:
        if upstream.id in failed:
            continue
        tally = sifted.tallies[upstream.id]
        cells = [new[upstream.id], *(tally[name] for name in _SECTION_ORDER[1:])]
        other = "; ".join(f"{number:,} {what}" for what, number in sorted(tally.items()) if what not in _SECTION_ORDER)
        license = "single figures, cited with a link" if license_of(upstream) == CITED else license_of(upstream)
        yield f"| {upstream.id} | {' | '.join(f'{n:,}' for n in cells)} | {other or '-'} | {license} |"
    yield ""
    for name, why in failed.items():
        yield f"- **{name} could not be read:** {_code_span(why)}"
    if failed:
        yield ""


def _section_lines(title: str, lines: Sequence[str], most: int, about: str) -> Iterable[str]:
    if not lines:
        return
    yield f"## {title} ({len(lines):,})"
    yield ""
    if about:
        yield from (about, "")
    shown = lines if most == 0 else lines[:most]
    yield from (f"- {line}" for line in shown)
    if len(lines) > len(shown):
        yield f"- and {len(lines) - len(shown):,} more: {_REST_HINT}"
    yield ""


def _conflict_lines(sifted: Sifted) -> list[str]:
    return [
        f"{_code_span(each.about)}: held {_code_span(each.held)}, {each.upstream} says {_code_span(each.said)}"
        f" — {_code_span(each.url)}"
        for each in sorted(sifted.conflicts)
    ]


def _left_out(sifted: Sifted) -> list[str]:
    return [f"{each.upstream}: {_code_span(each.about)}: {_code_span(each.why)}" for each in sorted(sifted.left_out)]


def _unmatched_lines(sifted: Sifted, facts: Facts) -> list[str]:
    alike = Alike(facts.models.values())
    lines = []
    for each in unmatched_first(sifted.unmatched.values()):
        near = ", ".join(_code_span(one.model) for one in alike.nearest(each.id))
        why = f"; {_code_span(each.rule)}" if each.rule else ""
        lines.append(
            f"{each.upstream}: {_code_span(each.id)} ({count(each.rows, 'row')}{why})" + f": {near}" * bool(near)
        )
    return lines


def _unknown_tests(sifted: Sifted) -> list[str]:
    pools = {(upstream, f"{name}, pool of {day}"): n for (upstream, name, day), n in sifted.pools.items()}
    editions = {(upstream, f"{name}, another edition"): n for (upstream, name), n in sifted.editions.items()}
    found = Counter({**pools, **editions, **sifted.benchmarks})
    lines = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    return [f"{upstream}: {_code_span(name)} ({count(number, 'figure')})" for (upstream, name), number in lines]


def _skip_lines(sifted: Sifted) -> list[str]:
    lines = []
    for upstream, skips in sifted.skipped.items():
        for reason, group in _by_reason(skips, lambda skip: skip.reason).items():
            first = ", ".join(_code_span(skip.path) for skip in group[:3])
            lines.append(f"{upstream}: {count(len(group), 'row')}: {_code_span(reason)} ({first})")
    lines += [f"{upstream}: {_code_span(note)}" for upstream, notes in sifted.notes.items() for note in notes]
    return lines


def _by_reason(skips: Iterable[Skip], key: Callable[[Skip], str]) -> dict[str, list[Skip]]:
    found: dict[str, list[Skip]] = {}
    for skip in skips:
        found.setdefault(key(skip), []).append(skip)
    return found


def _safe_text(text: str) -> str:
    """`text` without what ends a code span or a line, cut short."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).replace("`", "'").split())
    return plain if len(plain) <= MOST_TEXT else plain[: MOST_TEXT - 1] + "…"


def _code_span(text: str) -> str:
    return f"`{_safe_text(text) or ' '}`"
