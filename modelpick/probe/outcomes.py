"""Why an answer is no list: the kinds are kept apart, because what to do about each is another thing."""

from __future__ import annotations

import json
from typing import Any

from modelpick.documents.live_reports import Outcome
from modelpick.model.fields import Plain
from modelpick.storage.http import Reply, status_text

_NO_JSON = object()
_BILLING_WORDS = (
    "insufficient_quota",
    "billing_error",
    "insufficient_balance",
    "insufficient credits",
    "credit balance",
)
_LOADING_WORDS = ("loading model", "deployment_scaling_up", "model is loading", "currently loading")
_KEY_WORDS = ("api_key_invalid", "invalid_api_key", "api key not valid", "incorrect api key")


class Refusal(Plain):
    """Why a reply is not a list: the outcome, and a text for people."""

    outcome: Outcome
    text: str


def body_in(reply: Reply) -> Any:
    """The JSON of a reply, whatever its content type; `_NO_JSON` where it is none."""
    try:
        return json.loads(reply.body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return _NO_JSON


def refusal(reply: Reply) -> Refusal | None:
    """Why `reply` is not a list of models; None where it may be one."""
    code, said = reply.status, status_text(reply.status)
    web_page = reply.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
    if code == 407 or web_page:
        what = "a web page" if web_page else "a proxy that wants a login"
        return Refusal("not_an_api", f"answered by something else: {what} ({said})")
    if reply.moved:
        return Refusal("not_an_api", f"redirects to {reply.moved}, where no key was sent and nothing is taken from")
    if code == 200:
        good = body_in(reply) is not _NO_JSON
        return None if good else Refusal("not_an_api", "answered by something else: what came is not JSON")
    words = reply.body[:20_000].decode("utf-8", "replace").lower()
    return _of_code(code, said, words, reply)


def _of_code(code: int, said: str, words: str, reply: Reply) -> Refusal:
    billing = any(word in words for word in _BILLING_WORDS)
    if code == 402 or (code in (403, 429) and billing):
        return Refusal("billing", f"refuses for want of credit or quota ({said}); waiting will not help")
    if code in (401, 403) or (code == 400 and any(word in words for word in _KEY_WORDS)):
        if not reply.key_sent:
            return Refusal("no_key", f"wants a key and was sent none ({said})")
        return Refusal("key_refused", f"refuses the key ({said}): whether the model is there is unknown")
    if code == 429:
        return Refusal("throttled", f"asks to wait{_retry_remark(reply)} ({said})")
    if code == 425 or (code == 503 and any(word in words for word in _LOADING_WORDS)):
        return Refusal("loading", f"is there and still loading ({said})")
    if code in (408, 409) or code >= 500:
        busy = "is overloaded" if code == 529 else "has trouble"
        return Refusal("trouble", f"{busy} ({said}){_retry_remark(reply)}")
    if code == 410:
        return Refusal("gone", f"says that its API is gone ({said})")
    if code == 404:
        return Refusal("not_an_api", f"has no list of models at this address ({said})")
    return Refusal("not_an_api", f"refuses the question ({said})")


def _retry_remark(reply: Reply) -> str:
    return f"; it can be asked again in {max(1, round(reply.wait))} s" if reply.wait is not None else ""
