"""One smallest possible request to a model, only ever sent when somebody has said so: it may cost money."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from modelpick.model.fields import Plain
from modelpick.probe import ask
from modelpick.probe.endpoints import Endpoint
from modelpick.probe.outcomes import refusal
from modelpick.probe.shapes import Anthropic, Gemini, Ollama
from modelpick.storage.http import HttpQuestion, NoReply, Reply, body_of, client, silence_of, status_text, too_large


class TrialRequest(Plain):
    """What is asked, and how many tokens the answer may have."""

    say: str
    tokens: int


SHORTEST = TrialRequest("Say ok", 16)
MEASURED = TrialRequest("Write the numbers from one to one hundred in words, nothing else.", 256)
"""Long enough to tell how fast an answer comes."""


class Trial(Plain):
    """The result of a trial request.

    `tokens_per_s` counts the stream's pieces after the first; None where there is only one.
    """

    answered: bool
    text: str
    first_token_s: float | None = None
    total_s: float | None = None
    tokens_per_s: float | None = None
    pieces: int = 0


def can_try(endpoint: Endpoint) -> bool:
    """Whether a trial request can be sent in the endpoint's format."""
    return not isinstance(endpoint.shape, Gemini)


def trial(endpoint: Endpoint, id_: str, key: str | None, timeout: float, asked: TrialRequest = SHORTEST) -> Trial:
    """Ask something of `id_`, within `timeout` seconds."""
    import httpx2

    until = time.monotonic() + timeout
    url, body = _trial_request(endpoint, id_, asked)
    at = httpx2.URL(url)
    headers = {**endpoint.shape.always, **endpoint.shape.headers(key), "Accept": "text/event-stream, application/json"}
    started = time.monotonic()
    question = HttpQuestion(url, ask.limits(until))
    try:
        # Redirects are not followed: the question went to the host that was named, or it was not asked.
        with client(at, question.limits) as session, session.stream("POST", at, headers=headers, json=body) as answer:
            if answer.status_code != 200:
                reply = Reply(answer.status_code, body_of(answer, question), key is not None)
                return Trial(False, _refusal_text(reply))
            moments = list(_piece_moments(answer, question))
    except NoReply as error:
        return Trial(False, error.why)
    except (httpx2.HTTPError, OSError) as error:
        return Trial(False, silence_of(error, at.host).why)
    return _trial_result(started, moments)


def _trial_request(endpoint: Endpoint, id_: str, asked: TrialRequest) -> tuple[str, dict[str, Any]]:
    """The URL and the body of the request."""
    body: dict[str, Any] = {"model": id_, "messages": [{"role": "user", "content": asked.say}], "stream": True}
    if isinstance(endpoint.shape, Anthropic):
        return f"{endpoint.base}/v1/messages", {**body, "max_tokens": asked.tokens}
    most = "max_completion_tokens" if endpoint.provider == "openai" else "max_tokens"
    base = f"{endpoint.base}/v1" if isinstance(endpoint.shape, Ollama) else endpoint.base
    return f"{base}/chat/completions", {**body, most: asked.tokens}


def _refusal_text(reply: Reply) -> str:
    if reply.status == 404:
        return "says that there is no such model for this key (404 Not Found)"
    if reply.status in (400, 422):
        return f"refuses the request ({status_text(reply.status)})"
    found = refusal(reply)
    return found.text if found else "gave no answer"


def _piece_moments(answer: Any, question: HttpQuestion) -> Iterator[float]:
    """The moment of each piece of text in the stream."""
    read = 0
    for line in answer.iter_lines():
        read += len(line)
        if read > question.limits.max_bytes:
            raise too_large(question.limits)
        if time.monotonic() > question.limits.until:
            raise NoReply("did not end its answer in time")
        if _has_text(line.removeprefix("data:").strip()):
            yield time.monotonic()


def _has_text(line: str) -> bool:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return False
    if not isinstance(said, dict):
        return False
    choices = said.get("choices")
    if isinstance(choices, list):
        inner = [row.get("delta") or row.get("message") for row in choices if isinstance(row, dict)]
        return any(isinstance(d, dict) and any(d.get(k) for k in _TEXT_KEYS) for d in inner)
    return said.get("type") == "content_block_delta" or (said.get("type") == "message" and bool(said.get("content")))


_TEXT_KEYS = ("content", "reasoning_content", "reasoning", "thinking")


def _trial_result(started: float, moments: list[float]) -> Trial:
    total = time.monotonic() - started
    if not moments:
        return Trial(False, f"ended after {total:.2f} s without a word", total_s=total)
    first, spread = moments[0] - started, moments[-1] - moments[0]
    # Pieces that came in one packet say nothing of speed.
    speed = (len(moments) - 1) / spread if len(moments) > 2 and spread > 0.001 else None
    return Trial(True, "answered", first, total, speed, len(moments))
