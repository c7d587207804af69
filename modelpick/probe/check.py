"""Asks the servers, all at the same time and none of them longer than allowed, for their lists of models."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Mapping, Sequence

from modelpick.documents.live_reports import Outcome
from modelpick.model.fields import Plain, field, replace
from modelpick.probe import ask, matching, statuspage
from modelpick.probe.endpoints import Endpoint
from modelpick.probe.listing import ListedModel, NotAList
from modelpick.probe.openrouter import OpenRouterShape, Served
from modelpick.probe.outcomes import body_in, refusal
from modelpick.storage.http import NoReply, Reply, usable_key

MOST_PAGES = 20


@dataclasses.dataclass(frozen=True, slots=True)  # not a struct: a key is never shown
class ServerQuestion:
    """One server, with the ids that each model may have there. `key_name`: the variable that the key is in."""

    endpoint: Endpoint
    wanted: Mapping[str, tuple[str, ...]]
    key: str | None = dataclasses.field(default=None, repr=False)
    key_name: str | None = None
    ask_without_key: bool = False
    """Ask although its own list wants a key: another server was named in its place."""


class Answer(Plain):
    """The answer of a server. `outcome` None: the whole list was read, and `models` holds it."""

    outcome: Outcome | None
    text: str
    models: tuple[ListedModel, ...] = ()
    pages: int = 0
    http_status: int | None = None
    key_sent: bool = False
    served: Mapping[str, Served] = field(default_factory=dict)
    incidents: tuple[statuspage.OpenIncident, ...] | None = None
    """None: no status page was asked, or it did not answer."""


def ask_all(questions: Sequence[ServerQuestion], timeout: float) -> list[Answer]:
    """The answers in the order of the questions.

    Each runs in its own thread, because name servers and slow headers know no time limit; late ones are abandoned.
    """
    until = time.monotonic() + timeout
    late = Answer("unreachable", f"gave no answer within {timeout:g} s")
    answers = [late] * len(questions)
    pages: list[tuple[statuspage.OpenIncident, ...] | None] = [None] * len(questions)
    jobs = [
        threading.Thread(target=_put_answer, args=(answers, n, q, until), daemon=True) for n, q in enumerate(questions)
    ]
    jobs += [
        threading.Thread(target=_put_page, args=(pages, n, q.endpoint.status_page, until), daemon=True)
        for n, q in enumerate(questions)
        if q.endpoint.status_page
    ]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join(max(0.0, until + 0.5 - time.monotonic()))
    return [replace(answer, incidents=page) for answer, page in zip(list(answers), list(pages), strict=True)]


def _put_answer(answers: list[Answer], at: int, question: ServerQuestion, until: float) -> None:
    try:
        answers[at] = answer(question, until)
    except Exception as error:
        # Whatever a server manages to break, the others are still answered; its own words are not repeated.
        answers[at] = Answer("not_an_api", f"gave an answer that cannot be read ({type(error).__name__})")


def _put_page(pages: list[tuple[statuspage.OpenIncident, ...] | None], at: int, host: str, until: float) -> None:
    try:
        reply = ask.get(statuspage.summary(host), {}, {}, until)
        pages[at] = statuspage.open_incidents(body_in(reply)) if reply.status == 200 else None
    except (NoReply, NotAList):
        pages[at] = None


def answer(question: ServerQuestion, until: float) -> Answer:
    """What one server says by the moment `until`."""
    end = question.endpoint
    if question.key is None and end.needs_key and not question.ask_without_key:
        return Answer("no_key", f"not asked: no key in {' or '.join(f'${name}' for name in end.key_env)}")
    if question.key is not None and not usable_key(question.key):
        return Answer("no_key", f"not asked: what is in ${question.key_name} has characters that no key has")
    key = end.shape.headers(question.key)
    found = _full_list(end, key, until)
    if found.outcome is None and isinstance(end.shape, OpenRouterShape):
        return replace(found, served=_served_by_model(end.shape, question, found, key, until))
    return found


def _full_list(end: Endpoint, key: Mapping[str, str], until: float) -> Answer:
    """The whole list, page by page."""
    models: list[ListedModel] = []
    first, following = end.shape.first(end.base), ""
    seen: set[str] = set()
    whole = False
    reply: Reply | None = None
    for pages in range(MOST_PAGES):
        if whole or following in seen:
            break
        seen.add(following)
        try:
            reply = ask.get(first + following, end.shape.always, key, until)
        except NoReply as error:
            return _answer_of_failure("not_an_api" if error.foreign else "unreachable", error.why, models, pages)
        refused = refusal(reply)
        if refused:
            held = _answer_of_failure(refused.outcome, refused.text, models, pages)
            return replace(held, http_status=reply.status, key_sent=reply.key_sent)
        try:
            page = end.shape.page(body_in(reply))
        except NotAList:
            return _answer_of_failure(
                "not_an_api", "answered by something else: what came is no list of models", models, pages
            )
        models += page.models
        whole, following = page.next is None, page.next or ""
    if whole and not models and end.needs_key:
        return _answer_of_failure("not_an_api", "lists nothing at all, which no list of a provider's does", models, 0)
    said = (tuple(models), len(seen), reply.status if reply else None, bool(reply and reply.key_sent))
    return Answer(None, "listed", *said) if whole else Answer("incomplete", "its list does not come to an end", *said)


def _answer_of_failure(outcome: Outcome, text: str, models: list[ListedModel], pages: int) -> Answer:
    """The answer for a failed request; after a first page the list is incomplete."""
    if pages:
        return Answer("incomplete", f"its list was not read to the end: page {pages + 1} {text}", tuple(models), pages)
    return Answer(outcome, text)


def _served_by_model(
    shape: OpenRouterShape, question: ServerQuestion, found: Answer, key: Mapping[str, str], until: float
) -> dict[str, Served]:
    """How the models that were found are served, where that can be learned."""
    served: dict[str, Served] = {}
    for model, ids in question.wanted.items():
        match = matching.find(ids, found.models)
        if match is None:
            continue
        try:
            reply = ask.get(shape.detail(question.endpoint.base, match.listed.id), {}, key, until)
            served[model] = shape.served(body_in(reply))
        except (NoReply, NotAList):
            continue
    return served
