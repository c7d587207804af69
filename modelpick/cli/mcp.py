"""`modelpick mcp`."""

from __future__ import annotations

import sys
from typing import Annotated

from modelpick import __version__
from modelpick.cli.declared import Option
from modelpick.cli.session import open_catalog
from modelpick.cli.shared import Common, common
from modelpick.cli.streams import tell
from modelpick.model.errors import ModelpickError

_PORTS = range(1024, 65536)


@common
def mcp(
    http: Annotated[
        int | None,
        Option("--http", help="Serve at http://127.0.0.1:PORT/mcp, not over stdin and stdout.", metavar="PORT"),
    ] = None,
    *,
    common: Common,
) -> None:
    """Answer an agent's questions as an MCP server, read-only; needs modelpick[mcp].

    An agent's program starts it by itself: its configuration names the command `modelpick` with the argument `mcp`.
    """
    if http is not None and http not in _PORTS:
        raise ModelpickError(f"is {http}, expected {_PORTS[0]} to {_PORTS[-1]}", where="{http}")
    catalog = open_catalog(common, "mcp")
    try:
        from modelpick.mcp.server import serve_http, serve_stdio
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("modelpick"):
            raise
        hint = "Install it with: pip install 'modelpick[mcp]'"
        raise ModelpickError(f"the package {error.name} is missing", hint=hint) from None
    if http is None:
        if sys.stdin.isatty():
            tell("note: this waits for an agent's program to speak to it over stdin; Control-C ends it")
        serve_stdio(catalog, __version__)
    else:
        serve_http(catalog, __version__, http)
