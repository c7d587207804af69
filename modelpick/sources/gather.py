"""All the documents of one read of a source: those at its addresses, then those that they name.

Together they are what the source says: one that cannot be had leaves the source as it was. Their number, their size
together and the time for all of them are limited, and none is asked of a host that is not the source's own.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from modelpick.market.checks import numbered
from modelpick.model.fields import Plain, field
from modelpick.sources.adapter import MOST_DOCUMENTS, Adapter, Document, Request
from modelpick.sources.fetch import (
    PAUSES,
    TIMEOUT,
    Fetched,
    NotModified,
    NotPublic,
    Progress,
    Unreachable,
    fetch,
    same_origin,
    shown,
)

AT_ONCE = 4
"""So many documents of a source are fetched at the same time."""
PATIENCE = 5
"""All documents together may take this many times what one may take."""

_Answer = Fetched | NotModified | NotPublic


class Gathered(Plain):
    """The documents of one read, those at the source's own addresses first; none if not one of them has changed."""

    documents: tuple[Document, ...]
    etags: Mapping[str, str] = field(default_factory=dict)
    """Number of the address (`modelpick.market.checks.numbered`) -> what its document was marked with."""
    first: int = 0
    """So many of the documents are those of the source's own addresses."""


def gather(
    source: Adapter,
    urls: Sequence[str],
    *,
    key: str | None = None,
    etags: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT,
    pauses: tuple[float, ...] = PAUSES,
    progress: Progress | None = None,
) -> Gathered:
    """What `source` says at `urls` and wherever these documents lead.

    Args:
        etags: what the documents of the last read were marked with.
        timeout: seconds for each document.

    Raises:
        Unreachable: a document was not got, and why.
        ShapeChanged: a document that names others is not what the source published so far.
    """
    requests = source.requests(urls)
    task = _Gathering(source, etags or {}, _Within(source, key, timeout, pauses, progress))
    # The marks are those of all documents. Where others were named, the list of them is needed to know which these are.
    alone = set(task.marks) == {numbered(each.url) for each in requests}
    task.ask(requests, marked=alone)
    if task.nothing_new():
        return Gathered((), task.marks)
    task.complete()
    while named := task.named():
        task.ask(named, marked=True)
        if task.nothing_new():
            return Gathered((), task.marks)
        task.complete()
    return Gathered(task.documents(), task.new_marks(), len(requests))


class _Within:
    """Fetches the documents of one read, within the limits of them all."""

    def __init__(
        self, source: Adapter, key: str | None, timeout: float, pauses: tuple[float, ...], progress: Progress | None
    ):
        self._source, self._key, self._pauses, self._progress = source, key, pauses, progress
        self._timeout, self._until = timeout, time.monotonic() + PATIENCE * timeout
        self._room, self._done, self._lock = source.max_bytes, 0, Lock()

    def several(self, asked: Sequence[tuple[Request, str | None]]) -> list[_Answer]:
        """The answers to requests, each with the mark of what is there, in their order.

        Raises:
            Unreachable: one of them was not got.
        """
        if len(asked) == 1:
            return [self._one(*asked[0])]
        with ThreadPoolExecutor(AT_ONCE, "gather") as pool:
            running = [pool.submit(self._one, *each) for each in asked]
            try:
                return [each.result() for each in running]
            finally:
                for each in running:
                    each.cancel()

    def _one(self, request: Request, etag: str | None) -> _Answer:
        left = self._until - time.monotonic()
        if left <= 0:
            raise Unreachable(
                f"{shown(request.url)} and the other documents were not got within {PATIENCE * self._timeout:g} "
                "seconds together",
                hint="--timeout allows more",
            )
        timeout = min(self._timeout, left)
        try:
            got = fetch(
                self._source, request.url, body=request.body, key=self._key, etag=etag, timeout=timeout,
                pauses=self._pauses, progress=self._tell if self._progress else None,
            )  # fmt: skip
        except NotPublic as refusal:
            if request.optional:
                return refusal
            raise
        if isinstance(got, Fetched):
            with self._lock:
                self._room -= len(got.data)
                self._done += len(got.data)
                if self._room < 0:
                    most = f"{self._source.max_bytes / 1e6:,.0f} MB"
                    raise Unreachable(f"{self._source.title} is larger than {most}, the most that is read of it")
        return got

    def _tell(self, done: int, expected: int | None) -> None:
        assert self._progress is not None
        self._progress(self._done + done, expected if not self._done else None)


class _Gathering:
    """What was asked for, and what came of it."""

    def __init__(self, source: Adapter, marks: Mapping[str, str], within: _Within):
        self.marks = marks
        self._source, self._within = source, within
        self._answers: dict[Request, _Answer] = {}
        self._homes = source.requests(source.urls)
        self._own = {each.url for each in self._homes}

    def ask(self, requests: Sequence[Request], *, marked: bool) -> None:
        """Ask for `requests`; where `marked`, only for what is another document now."""
        etags = [self.marks.get(numbered(each.url)) if marked and each.body is None else None for each in requests]
        found = self._within.several(list(zip(requests, etags, strict=True)))
        self._answers.update(zip(requests, found, strict=True))

    def nothing_new(self) -> bool:
        """Whether every document of the last read was asked about, and is the same."""
        here = {numbered(each.url): a for each, a in self._answers.items() if not isinstance(a, NotPublic)}
        return set(here) == set(self.marks) and all(
            isinstance(answer, NotModified) or answer.etag == self.marks[number] for number, answer in here.items()
        )

    def complete(self) -> None:
        """Fetch what has not changed too: a source is understood whole."""
        missing = [each for each, answer in self._answers.items() if isinstance(answer, NotModified)]
        if missing:
            self.ask(missing, marked=False)

    def named(self) -> list[Request]:
        """The documents that those here name and that were not asked for yet.

        Raises:
            Unreachable: they are too many, or somewhere else.
        """
        named = [each for each in dict.fromkeys(self._source.follow(self.documents())) if each not in self._answers]
        number = len(self._answers) + len(named)
        if number > MOST_DOCUMENTS:
            raise Unreachable(
                f"{self._source.title} names {number:,} documents, more than the {MOST_DOCUMENTS} that are read"
            )
        known = [*self._answers, *self._homes]
        for each in named:
            if not any(same_origin(each.url, home.url) for home in known):
                raise Unreachable(f"{self._source.title} names {shown(each.url)}, which is none of its own addresses")
        self._own.update(each.url for each in named)
        return named

    def documents(self) -> tuple[Document, ...]:
        """What was got. An address of the source's own is told whole; one that the user named may hold a secret."""
        return tuple(
            Document(each.url if each.url in self._own else shown(each.url), answer.data, each.body)
            for each, answer in self._answers.items()
            if isinstance(answer, Fetched)
        )

    def new_marks(self) -> dict[str, str]:
        """What to ask with the next time; nothing where an answer bore no mark, so that all is fetched then."""
        return {
            numbered(each.url): answer.etag
            for each, answer in self._answers.items()
            if isinstance(answer, Fetched) and answer.etag and each.body is None
        }
