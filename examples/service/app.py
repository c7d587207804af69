"""A made-up help desk: it sorts tickets, drafts an answer and sums up the day."""

from __future__ import annotations

from typing import Protocol


class Client(Protocol):
    """Whatever calls a model: the client of a provider, or a gateway."""

    def complete(self, *, model: str, prompt: str) -> str: ...


def sorted_into(client: Client, ticket: str) -> str:
    """The queue that a ticket belongs into."""
    return client.complete(model="gpt-3.5-turbo", prompt=f"Name the queue of this ticket: {ticket}")


def drafted(client: Client, ticket: str) -> str:
    """An answer for a person to check."""
    return client.complete(model="claude-sonnet-4-5-20250929", prompt=f"Draft an answer to: {ticket}")
