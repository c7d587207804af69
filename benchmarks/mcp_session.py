"""A session with the MCP server over stdio, asked by the official client: what was said, how long it took, and how
much memory the server holds.

    python -m benchmarks.mcp_session        # with an interpreter that has modelpick[mcp]
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

from mcp import Client, StdioServerParameters, stdio_client

QUESTIONS = (
    ("recommend", {"needs": "coding", "constraints": {"self-host": True}}),
    ("recommend", {"needs": "health", "constraints": {"residency": "eu", "baa": True}}),
    ("explain", {"model": "llama-4-scout", "needs": "coding", "constraints": {"license": "osi"}}),
    ("compare", {"models": ["gpt-5.5", "opus 5"], "needs": "coding"}),
    ("status", {"models": "muse-spark"}),
    ("cost", {"models": ["opus 5", "gpt-5.5"], "workload": "rag"}),
    ("fit", {"models": "gpt-oss-120b", "hardware": "h100"}),
    ("retirements", {"within": "60d"}),
    ("audit_text", {"text": "model = 'gpt-4o-2024-05-13'"}),
    ("recommend", {"needs": "poetry"}),
)


def import_seconds(module: str) -> float:
    """The best of three imports in a new interpreter, the interpreter's own start taken off."""
    best = {}
    for said in ("pass", f"import {module}"):
        times = []
        for _ in range(3):
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", said], check=True)
            times.append(time.perf_counter() - begun)
        best[said] = min(times)
    return best[f"import {module}"] - best["pass"]


def resident_mb() -> dict[int, float]:
    """Memory of this process's children, by their ids, where the system tells."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if text.get("PPid", "").strip() == str(os.getpid()) and "VmRSS" in text:
            found[int(status.parent.name)] = int(text["VmRSS"].split()[0]) / 1024
    return found


async def session() -> None:
    params = StdioServerParameters(command=sys.executable, args=["-m", "modelpick", "mcp"], env=dict(os.environ))
    begun = time.perf_counter()
    async with Client(stdio_client(params)) as client:
        tools = (await client.list_tools()).tools
        print(f"protocol {client.protocol_version}; {len(tools)} tools in {time.perf_counter() - begun:.2f} s")
        for name, given in QUESTIONS:
            begun = time.perf_counter()
            answer = await client.call_tool(name, given)
            spent = time.perf_counter() - begun
            print(f"\n> {name} {given}  [{spent:.2f} s{', an error' if answer.is_error else ''}]")
            print(answer.content[0].text.rstrip())
        print(f"\nmemory of the server: {max(resident_mb().values(), default=0):.0f} MB")


def main() -> None:
    asyncio.run(session())
    for module in ("typer, rich.console", "modelpick.mcp.server"):
        print(f"import {module}: {1000 * import_seconds(module):.0f} ms")


if __name__ == "__main__":
    main()
