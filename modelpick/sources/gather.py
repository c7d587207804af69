"""All the documents of one read of a source: those at its addresses, then those that they name.

Together they are what the source says: one that cannot be had leaves the source as it was. Their number, their size
together and the time for all of them are limited, and none is asked of a host that is not the source's own.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from modelpick.market.checks import etag_key
from modelpick.model.fields import Plain, field
from modelpick.sources.adapter import MOST_DOCUMENTS, Adapter, SourceDocument, SourceRequest
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

_FetchAnswer = Fetched | NotModified | NotPublic


class Gathered(Plain):
    """The documents of one read, those at the source's own addresses first; none if not one of them has changed."""

    documents: tuple[SourceDocument, ...]
    etags: Mapping[str, str] = field(default_factory=dict)
    """Number of the address (`modelpick.market.checks.etag_key`) -> what its document was marked with."""
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
    """The documents of `source` at `urls`, and those they lead to.

    Args:
        etags: what the documents of the last read were marked with.
        timeout: seconds for each document.

    Raises:
        Unreachable: a document was not got, and why.
        ShapeChanged: a document that names others is not what the source published so far.
    """
    requests = source.requests(urls)
    task = _ReadInProgress(source, etags or {}, _LimitedFetch(source, key, timeout, pauses, progress))
    # The marks are those of all documents. Where others were named, the list of them is needed to know which these are.
    alone = set(task.marks) == {etag_key(each.url) for each in requests}
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


class _LimitedFetch:
    """Fetches the documents of one read within their common limits."""

    def __init__(
        self, source: Adapter, key: str | None, timeout: float, pauses: tuple[float, ...], progress: Progress | None
    ):
        self._source, self._key, self._pauses, self._progress = source, key, pauses, progress
        self._timeout, self._until = timeout, time.monotonic() + PATIENCE * timeout
        self._room, self._done, self._lock = source.max_bytes, 0, Lock()

    def several(self, asked: Sequence[tuple[SourceRequest, str | None]]) -> list[_FetchAnswer]:
        """The answers to requests with their ETags, in order.

        Raises:
            Unreachable: one of them was not got.
        """
        if len(asked) == 1:
            return [self._fetch_one(*asked[0])]
        with ThreadPoolExecutor(AT_ONCE, "gather") as pool:
            running = [pool.submit(self._fetch_one, *each) for each in asked]
            try:
                return [each.result() for each in running]
            finally:
                for each in running:
                    each.cancel()

    def _fetch_one(self, request: SourceRequest, etag: str | None) -> _FetchAnswer:
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
                pauses=self._pauses, progress=self._report_progress if self._progress else None,
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

    def _report_progress(self, done: int, expected: int | None) -> None:
        assert self._progress is not None
        self._progress(self._done + done, expected if not self._done else None)


class _ReadInProgress:
    """The requests of one read, and their answers."""

    def __init__(self, source: Adapter, marks: Mapping[str, str], within: _LimitedFetch):
        self.marks = marks
        self._source, self._within = source, within
        self._answers: dict[SourceRequest, _FetchAnswer] = {}
        self._homes = source.requests(source.urls)
        self._own = {each.url for each in self._homes}

    def ask(self, requests: Sequence[SourceRequest], *, marked: bool) -> None:
        """Ask for `requests`; where `marked`, only for what is another document now."""
        etags = [self.marks.get(etag_key(each.url)) if marked and each.body is None else None for each in requests]
        found = self._within.several(list(zip(requests, etags, strict=True)))
        self._answers.update(zip(requests, found, strict=True))

    def nothing_new(self) -> bool:
        """Whether every document of the last read was requested again and has not changed."""
        here = {etag_key(each.url): a for each, a in self._answers.items() if not isinstance(a, NotPublic)}
        return set(here) == set(self.marks) and all(
            isinstance(answer, NotModified) or answer.etag == self.marks[number] for number, answer in here.items()
        )

    def complete(self) -> None:
        """Fetch the unchanged documents as well: a source is parsed as a whole."""
        missing = [each for each, answer in self._answers.items() if isinstance(answer, NotModified)]
        if missing:
            self.ask(missing, marked=False)

    def named(self) -> list[SourceRequest]:
        """The requests named by the documents so far and not made yet.

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

    def documents(self) -> tuple[SourceDocument, ...]:
        """The fetched documents; URLs that the user named are shortened, as they may hold a secret."""
        return tuple(
            SourceDocument(each.url if each.url in self._own else shown(each.url), answer.data, each.body)
            for each, answer in self._answers.items()
            if isinstance(answer, Fetched)
        )

    def new_marks(self) -> dict[str, str]:
        """The ETags for the next read; empty where an answer had none, so that everything is fetched then."""
        return {
            etag_key(each.url): answer.etag
            for each, answer in self._answers.items()
            if isinstance(answer, Fetched) and answer.etag and each.body is None
        }
