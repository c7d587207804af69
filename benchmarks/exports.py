"""What `modelpick export` writes, loaded by the programs that it is for, on this machine and without a key.

    python -m benchmarks.exports [--node FOLDER] [--litellm PYTHON] [--promptfoo]

FOLDER holds `node_modules` with @openrouter/sdk, @continuedev/config-yaml, opencode-ai, @openai/codex,
@anthropic-ai/claude-agent-sdk and typescript; PYTHON has `litellm[proxy]`. LiteLLM's proxy is started on 127.0.0.1
with canned answers, the first model of each list failing on purpose: it must be the second that answers. Prints a
line a program, and ends with 1 if one refuses its file.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import modelpick
from modelpick.model.request import Request

HERE = Path(__file__).resolve().parent / "validators"
QUESTIONS = {
    "coding": Request(needs="coding"),
    "rag": Request(needs="rag", constraints={"max-price-in": "5", "jurisdiction": ["US"], "tools": True}),
}
NODE = {
    "openrouter": ("node", HERE / "openrouter_request.mjs", "request-rag.json"),
    "continue": ("node", HERE / "continue_config.cjs", "config.yaml"),
    "claude-code": ("node", HERE / "claude_code_settings.mjs", "settings.json"),
    "opencode": ("sh", HERE / "opencode_config.sh", "opencode.jsonc"),
    "codex": ("sh", HERE / "codex_config.sh", "."),
}
"""Program -> what runs the check, the check, and the file that it reads."""


def exported(folder: Path) -> None:
    """Write the files of every program into a folder of its name."""
    catalog = modelpick.load(project=False)
    for name in (*NODE, "litellm", "promptfoo"):
        for file in catalog.export(name, QUESTIONS).files:
            (folder / name).mkdir(exist_ok=True)
            (folder / name / file.path).write_text(file.text, "utf-8")


def checks(folder: Path, node: Path | None, litellm: str | None, promptfoo: bool) -> Iterator[tuple[str, list[str]]]:
    """Program -> the command that checks its file."""
    if node is not None:
        for name, (runner, script, file) in NODE.items():
            yield name, [runner, str(script), str(folder / name / file)]
        if promptfoo:
            program = str(node / "node_modules" / ".bin" / "promptfoo")
            yield "promptfoo", [program, "validate", "-c", str(folder / "promptfoo" / "promptfooconfig.yaml")]
    if litellm is not None:
        yield "litellm", [litellm, str(HERE / "litellm_proxy.py"), str(folder / "litellm" / "config.yaml")]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--node", type=Path, help="the folder that holds node_modules")
    parser.add_argument("--litellm", help="an interpreter that has litellm[proxy]")
    parser.add_argument("--promptfoo", action="store_true", help="promptfoo lies in node_modules, too")
    asked = parser.parse_args()
    node = asked.node and asked.node.resolve()
    refused = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        exported(folder)
        bin_ = str(node / "node_modules" / ".bin") if node else ""
        env = {
            **os.environ,
            "OPENCODE": f"{bin_}/opencode",
            "CODEX": f"{bin_}/codex",
            "PROMPTFOO_DISABLE_TELEMETRY": "1",
        }
        for program, command in checks(folder, node, asked.litellm, asked.promptfoo):
            ran = subprocess.run(command, cwd=node or folder, env=env, capture_output=True, text=True, check=False)
            print(f"{program:12} {'loaded' if ran.returncode == 0 else 'REFUSED'}")
            refused += ran.returncode != 0
            if program == "litellm" or ran.returncode:
                print(
                    "".join(f"             {line}\n" for line in (ran.stdout + ran.stderr).splitlines()[-12:]), end=""
                )
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
