"""`modelpick recommend`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from modelpick.cli.declared import Argument, Ended, Option
from modelpick.cli.formats import HTML, TABLE
from modelpick.cli.invocation import command_words
from modelpick.cli.session import WordsRead, answer, check_drawn, open_catalog, read_words, request_from
from modelpick.cli.shared import Common, QuestionOptions, asks, common
from modelpick.cli.streams import tell
from modelpick.model.errors import ModelpickError

if TYPE_CHECKING:
    from modelpick.cli import completion

RANKED_ON_A_PAGE = 40
"""So many can be weighed anew on an HTML page, unless --top says how many."""


@common
@asks
def recommend(
    needs: Annotated[
        list[str] | None,
        Argument(
            help="What it is for, as with --need: coding, rag=2, 'medical documents'.",
            metavar="NEED[=WEIGHT]",
            autocompletion=completion.needs,
        ),
    ] = None,
    record: Annotated[
        Path | None,
        Option(
            "--record", help="Put the decision on record in this file, for `check`.", metavar="FILE", panel="Record"
        ),
    ] = None,
    owner: Annotated[str | None, Option("--owner", help="Who decides.", metavar="NAME", panel="Record")] = None,
    force: Annotated[bool, Option("--force", help="Replace the record that is there.", panel="Record")] = False,
    plot: Annotated[
        bool, Option("--plot", help="Draw price against score; needs modelpick[plot].", panel="Picture")
    ] = False,
    *,
    asked: QuestionOptions,
    common: Common,
) -> None:
    """Rank the models that meet your constraints, with the reasons for and against. Alone, it asks three questions.

    Examples:

      modelpick recommend coding --self-host

      modelpick recommend --need health --api ga --residency eu

      modelpick recommend coding=2 low-cost --max-price-out 5

      modelpick recommend --persona agentic-developer --where "context >= 500k"

      modelpick recommend --need rag --format html > my-decision.html

      modelpick recommend coding --record decisions/coding.yaml --owner "the platform team"
    """
    if record is None and (owner is not None or force):
        raise ModelpickError("is about a record", where="{owner}" if owner else "{force}", hint="Add --record FILE")
    words = needs or []
    if not (words or asked.need or asked.persona or asked.profile):
        _ask_first(common)
        return

    if plot:
        check_drawn(common)
    catalog = open_catalog(common, "recommend")
    said = read_words(words, catalog)
    if said.options:
        raise Ended(_asked_with(words, said))
    if said.remark:
        tell(f"note: read as {' '.join(said.needs)}; {said.remark}")
    request = request_from(asked.changed(need=[*asked.need, *said.needs]), common, catalog)
    if common.format == HTML and asked.top is None:
        from modelpick.model.fields import replace

        request = replace(request, top=max(request.top, RANKED_ON_A_PAGE))
    if record is not None:
        found = catalog.record_decision(request, record, owner=owner, force=force)
        tell(f"note: on record in {record}; `modelpick check {record}` says whether it still holds")
    else:
        whole = common.details or common.format != TABLE
        found = catalog.recommend(request, whole=whole, sources=common.sources)
    answer(found, common, catalog, passed=found.verdict.state != "none", plot=plot)


def _asked_with(words: list[str], said: WordsRead) -> int:
    """Ask the question that a sentence means, with the other options of this command line; its exit code."""
    import shlex

    from modelpick.cli.quick import run_words

    command, *rest = command_words()
    for word in words:
        rest.remove(word)
    asked = [command, *said.needs, *said.options, *rest]
    remark = f"; {said.remark}" if said.remark else ""
    tell(f"note: read as {shlex.join(['modelpick', *asked])}{remark}")
    return run_words(asked)


def _ask_first(common: Common) -> None:
    """Interview the person, answer, and print the equivalent command.

    Raises:
        ModelpickError: there is no terminal; it says what to write.
    """
    import shlex

    from modelpick.cli.interview import interview, is_interactive, print_message
    from modelpick.cli.quick import run_words

    catalog = open_catalog(common, "recommend")
    if not is_interactive():
        known = ", ".join(catalog.rulebook.needs)
        raise ModelpickError("say what it is for", hint=f"For example: modelpick recommend coding. Needs: {known}")
    command, *rest = command_words()
    words = [*interview(catalog), *rest]
    print_message("")
    code = run_words([command, *words])
    print_message(f"\nThe same again: {shlex.join(['modelpick', 'recommend', *words])}")
    if code:
        raise Ended(code)
