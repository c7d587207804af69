"""`status --live` against a real gateway: LiteLLM's proxy with canned answers, on this machine.

    python -m benchmarks.gateway [--python PYTHON]

PYTHON is an interpreter that has `litellm[proxy]`; without it one is made in a temporary folder, which takes minutes.
Prints what is said of a model that the gateway lists, of one that it does not, with a wrong key, and with a request.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KEY, PORT = "sk-loopback", 4821
URL = f"http://127.0.0.1:{PORT}"
CONFIG = f"""
model_list:
  - model_name: gpt-5.4
    litellm_params: {{model: openai/gpt-5.4, api_key: none, mock_response: ok}}
general_settings: {{master_key: {KEY}}}
"""
CASES = {
    "listed": (KEY, "gpt-5.4"),
    "not listed": (KEY, "gpt-5.5"),
    "a wrong key": ("wrong", "gpt-5.4"),
    "with a request": (KEY, "gpt-5.4", "--probe", "--yes"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--python", type=Path)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with gateway(parser.parse_args().python or made(folder / "env"), folder):
            for case, (key, *words) in CASES.items():
                command = [sys.executable, "-m", "modelpick", "status", *words, "--live", "--base-url", f"{URL}/v1"]
                env = {**os.environ, "GATEWAY_KEY": key, "MODELPICK_CACHE_DIR": str(folder / "cache")}
                command += ["--key-env", "GATEWAY_KEY"]
                ran = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
                print(f"{case}: exit {ran.returncode}: {(ran.stdout or ran.stderr).splitlines()[0]}")


def made(folder: Path) -> Path:
    """An interpreter with the gateway."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "litellm[proxy]"], check=True)
    return python


@contextmanager
def gateway(python: Path, folder: Path) -> Iterator[None]:
    """The gateway, up and listening."""
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    command = [
        python.parent / "litellm",
        "--config",
        folder / "config.yaml",
        "--host",
        "127.0.0.1",
        "--port",
        str(PORT),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(60):
            time.sleep(1)
            try:
                urllib.request.urlopen(f"{URL}/health/liveliness", timeout=2).close()
                break
            except OSError:
                continue
        yield
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
