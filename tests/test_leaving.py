"""The process ends at once when all is written, and never before what others still have to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]
LEFT_TO_DO = {
    "nothing": ("pass", ""),
    "a callback": ("import atexit; atexit.register(print, 'done')", "done"),
    "a thread": (
        "import threading as t; t.Thread(target=lambda: (t.main_thread().join(), print('done'))).start()",
        "done",
    ),
    "a debugger": (
        "sys.settrace(lambda *_: None); sys.exit = lambda code: print('watched', code, flush=True)",
        "watched 0",
    ),
}


@pytest.mark.parametrize("name", LEFT_TO_DO)
def test_it_leaves_when_nothing_is_left_to_do(name: str) -> None:
    before, after = LEFT_TO_DO[name]
    code = f"import sys; sys.argv[1:] = ['--version']; {before}; from modelpick.__main__ import run; run()"
    environment = {**os.environ, "PYTHONPATH": str(HOME)}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    assert ran.stdout.splitlines()[1:] == ([after] if after else [])
