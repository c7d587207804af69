"""The server: tools, resources and a prompt over stdio, or over HTTP on this machine alone.

stdout belongs to the protocol; nothing here prints. Nothing is written, and nothing is fetched.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import anyio
import mcp.types as wire
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from modelpick.mcp.answers import answer_of, answer_schema
from modelpick.mcp.tools import Tool, checked, tools
from modelpick.model.errors import ModelpickError

if TYPE_CHECKING:
    from modelpick.api import Catalog
    from modelpick.documents.base import Document

HOST = "127.0.0.1"
SCHEME = "modelpick://"
INSTRUCTIONS = (
    "Which language model to use, why, how sure that is, and what would change the answer. Every figure has a source; "
    "what is not known is said to be unknown and must not be taken for zero, free or yes. Ask `recommend` with what it "
    "is for; answers are short, `details` gives the whole document."
)
PROMPT = "choose"
_INTERVIEW = """\
Help me choose a language model. Ask me these questions one at a time, and take "no matter" for an answer:
1. What is it for? The needs are: {needs}.
2. An API, my own machines, or a machine by name?
3. Must data stay in a region, may it be trained on, must nothing be kept?
4. A budget in dollars a month, and how much will it be used?
Then call `recommend` with `needs`, `constraints` and `workload`, tell me the pick, how sure it is, what is unknown of
it and what would change it, and offer `compare` and `explain` for the runner-up. Never fill in what is unknown.{task}
"""


def server(catalog: Catalog, version: str = "") -> Server[Any]:
    """The server of `catalog`, over no transport yet."""
    known = tools(catalog)

    async def list_tools(_: Any, __: Any) -> wire.ListToolsResult:
        return wire.ListToolsResult(tools=[_wire_tool(tool) for tool in known.values()])

    async def call_tool(_: Any, params: Any) -> wire.CallToolResult:
        # The answer is worked out beside the loop: another question may be asked meanwhile.
        return await anyio.to_thread.run_sync(_tool_answer, catalog, known, params.name, dict(params.arguments or {}))

    async def list_resources(_: Any, __: Any) -> wire.ListResourcesResult:
        return wire.ListResourcesResult(resources=[_wire_resource(name, about) for name, about in RESOURCES.items()])

    async def list_templates(_: Any, __: Any) -> wire.ListResourceTemplatesResult:
        made = [
            wire.ResourceTemplate(name=name, uri_template=f"{SCHEME}{name}/{{name}}", description=about,
                                  mime_type="application/json")
            for name, about in TEMPLATES.items()
        ]  # fmt: skip
        return wire.ListResourceTemplatesResult(resource_templates=made)

    async def read_resource(_: Any, params: Any) -> wire.ReadResourceResult:
        text = await anyio.to_thread.run_sync(resource_text, catalog, str(params.uri))
        held = wire.TextResourceContents(uri=params.uri, mime_type="application/json", text=text)
        return wire.ReadResourceResult(contents=[held])

    async def list_prompts(_: Any, __: Any) -> wire.ListPromptsResult:
        task = wire.PromptArgument(name="task", description="What it is for, if that is known.", required=False)
        prompt = wire.Prompt(
            name=PROMPT, title="Choose a model", description="Asks, then recommends.", arguments=[task]
        )
        return wire.ListPromptsResult(prompts=[prompt])

    async def get_prompt(_: Any, params: Any) -> wire.GetPromptResult:
        if params.name != PROMPT:
            raise MCPError(wire.INVALID_PARAMS, f"there is no prompt {params.name!r}; {PROMPT!r} is one")
        said = (params.arguments or {}).get("task")
        needs = ", ".join(catalog.rulebook.needs)
        text = _INTERVIEW.format(needs=needs, task=f"\nWhat I know already: {said}" if said else "")
        message = wire.PromptMessage(role="user", content=wire.TextContent(type="text", text=text))
        return wire.GetPromptResult(messages=[message])

    return Server(
        "modelpick",
        version=version,
        title="modelpick",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
    )


RESOURCES = {
    "catalog": "What the catalog holds, how old that is, and where it comes from.",
    "needs": "The needs: what each weighs.",
    "rules": "Every rule by which the program judges.",
}
TEMPLATES = {
    "model": "Everything that is known of a model.",
    "rule": "One rule in full: its reasons and its sources.",
}


def resource_text(catalog: Catalog, uri: str) -> str:
    """The resource `uri` as JSON.

    Raises:
        MCPError: there is none such.
    """
    kind, _, name = uri.removeprefix(SCHEME).partition("/")
    makers: dict[str, Callable[[], Document]] = {
        "catalog": catalog.info,
        "needs": lambda: catalog.rules("need"),
        "rules": catalog.rules,
        "model": lambda: catalog.show(name, kind="model"),
        "rule": lambda: catalog.rule(name),
    }
    if not uri.startswith(SCHEME) or kind not in makers or bool(name) != (kind in TEMPLATES):
        raise MCPError(wire.INVALID_PARAMS, f"there is no resource {uri[:200]!r}")
    try:
        return makers[kind]().to_json()
    except ModelpickError as error:
        raise MCPError(wire.INVALID_PARAMS, str(error)) from None


def _wire_tool(tool: Tool) -> wire.Tool:
    hints = wire.ToolAnnotations(
        title=tool.title, read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    return wire.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.about,
        input_schema=tool.schema,
        output_schema=answer_schema(tool.command),
        annotations=hints,
    )


def _wire_resource(name: str, about: str) -> wire.Resource:
    return wire.Resource(name=name, uri=f"{SCHEME}{name}", description=about, mime_type="application/json")


def _tool_answer(catalog: Catalog, known: dict[str, Tool], name: str, given: dict[str, Any]) -> wire.CallToolResult:
    """What a tool answers; what makes no sense is an answer, too, that says what to write instead."""
    try:
        if name not in known:
            raise ModelpickError(f"there is no tool {name[:80]!r}", hint=f"Known: {', '.join(known)}")
        tool = known[name]
        answer = answer_of(tool.call(catalog, checked(tool, given)), details=bool(given.get("details")))
    except ModelpickError as error:
        return wire.CallToolResult(content=[wire.TextContent(type="text", text=str(error))], is_error=True)
    text = json.dumps(answer["document"], ensure_ascii=False) if answer["document"] else answer["text"]
    return wire.CallToolResult(content=[wire.TextContent(type="text", text=text)], structured_content=answer)


def serve_stdio(catalog: Catalog, version: str) -> None:
    """Serve over stdin and stdout until they are closed."""
    from mcp.server.stdio import stdio_server

    made = server(catalog, version)

    async def run() -> None:
        async with stdio_server() as (incoming, outgoing):
            await made.run(incoming, outgoing, made.create_initialization_options())

    anyio.run(run)


def serve_http(catalog: Catalog, version: str, port: int) -> None:
    """Serve over streamable HTTP at http://127.0.0.1:`port`/mcp, to this machine alone, until it is stopped."""
    import uvicorn
    from mcp.server.transport_security import TransportSecuritySettings

    # A page in a browser of this machine must not ask: only these names may stand in a request.
    names = [f"{host}:{port}" for host in (HOST, "localhost")]
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=True, allowed_hosts=names, allowed_origins=[f"http://{name}" for name in names]
    )
    app = server(catalog, version).streamable_http_app(host=HOST, stateless_http=True, transport_security=security)
    uvicorn.Server(uvicorn.Config(app, host=HOST, port=port, log_level="warning")).run()
