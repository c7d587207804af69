"""Modules that a tool writes: written anew, or said to be stale."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def write_or_check(path: Path, text: str, about: str | None) -> int:
    """Write `text` to `path`; with `--check` on the command line only say whether it stands there. The exit code."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        path.write_text(text, "utf-8")
        return 0
    if path.read_text("utf-8") == text:
        return 0
    print(f"{path.relative_to(ROOT)} is stale: run python -m tools.{path.stem}", file=sys.stderr)
    return 1
