"""The server, asked by the official client: in memory, over stdio, and over HTTP on this machine."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("mcp")

from mcp import Client, StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError

import modelpick
from modelpick.mcp.server import server
from tests.conftest import DATA_DAY, Result

Run = Callable[..., Result]

pytestmark = pytest.mark.filterwarnings("default")  # the package's own


@pytest.fixture
def asked(run: Run) -> Callable[..., Any]:
    """Asks the server in memory: ``asked("call_tool", "recommend", {...})``."""
    made = server(modelpick.load(project=False), "9.9.9")

    async def ask(method: str, *args: Any) -> Any:
        async with Client(made) as client:
            try:
                return await getattr(client, method)(*args)
            except MCPError as refused:
                return refused

    return lambda method, *args: asyncio.run(ask(method, *args))


def test_tools_are_read_only_and_say_what_they_take_and_give(asked: Callable[..., Any]) -> None:
    found = asked("list_tools").tools
    assert len(found) == 8
    for tool in found:
        assert tool.annotations.read_only_hint
        assert not tool.annotations.open_world_hint
        assert tool.input_schema["additionalProperties"] is False
        assert tool.output_schema["required"] == ["document", "text"]


def test_an_answer_is_short_and_with_details_whole(asked: Callable[..., Any]) -> None:
    given = {"needs": "coding", "as_of": DATA_DAY}
    short = asked("call_tool", "recommend", given)
    assert not short.is_error
    assert short.structured_content["document"] is None
    assert short.content[0].text == short.structured_content["text"]
    whole = asked("call_tool", "recommend", {**given, "details": True})
    assert whole.structured_content["document"]["verdict"]["first"]


def test_a_question_that_makes_no_sense_is_an_answer(asked: Callable[..., Any]) -> None:
    for name, given, said in (
        ("recommend", {"needs": "poetry"}, "unknown need 'poetry'"),
        ("recomend", {}, "there is no tool 'recomend'"),
    ):
        found = asked("call_tool", name, given)
        assert found.is_error
        assert said in found.content[0].text


def test_resources_and_the_prompt(asked: Callable[..., Any]) -> None:
    assert {each.uri for each in asked("list_resources").resources} == {
        "modelpick://catalog", "modelpick://needs", "modelpick://rules",
    }  # fmt: skip
    assert '"schema_version"' in asked("read_resource", "modelpick://rule/self-host").contents[0].text
    assert '"meta/muse-spark"' in asked("read_resource", "modelpick://model/meta/muse-spark").contents[0].text
    text = asked("get_prompt", "choose", {"task": "fix bugs"}).messages[0].content.text
    assert "fix bugs" in text
    assert "medical-documents" in text


@pytest.mark.parametrize("uri", ["modelpick://rule/none", "modelpick://model", "modelpick://etc/passwd", "file:///x"])
def test_a_resource_that_is_not_there_is_refused(asked: Callable[..., Any], uri: str) -> None:
    assert isinstance(asked("read_resource", uri), MCPError)


def test_over_stdio(tmp_path: Any) -> None:
    params = StdioServerParameters(command=sys.executable, args=["-m", "modelpick", "mcp"], env=dict(os.environ))

    async def ask() -> Any:
        async with Client(stdio_client(params)) as client:
            return await client.call_tool("status", {"models": ["muse-spark"], "as_of": DATA_DAY})

    found = asyncio.run(ask())
    assert not found.is_error
    assert "Muse Spark" in found.content[0].text


@pytest.fixture
def port() -> Iterator[int]:
    """A server over HTTP that answers already."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "modelpick", "mcp", "--http", str(number)])
    try:
        while process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", number), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield number
    finally:
        process.terminate()
        process.wait()


def test_over_http_on_this_machine_and_for_no_page_of_elsewhere(port: int) -> None:
    import httpx2

    async def ask() -> Any:
        async with Client(f"http://127.0.0.1:{port}/mcp") as client:
            return await client.call_tool("status", {"models": ["muse-spark"], "as_of": DATA_DAY})

    assert not asyncio.run(ask()).is_error
    for headers in ({"host": "evil.example"}, {"origin": "https://evil.example"}):
        sent = {"accept": "application/json, text/event-stream", "content-type": "application/json", **headers}
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        answer = httpx2.post(f"http://127.0.0.1:{port}/mcp", headers=sent, json=body)
        assert answer.status_code in (403, 421)
