"""What is left out of the first imports is there for whoever asks for it later."""

from __future__ import annotations

import subprocess
import sys

import pytest

LATER = {
    "a uuid": "import uuid; assert len(str(uuid.uuid4())) == 36",
    "a wrapped text": "import textwrap; assert textwrap.dedent('  a') == 'a'",
    "an address": "from urllib.parse import urlsplit; assert urlsplit('http://a/b').path == '/b'",
    "the address of a path": "from pathlib import Path; assert Path('/a b').as_uri() == 'file:///a%20b'",
    "a date": "import datetime; assert datetime.datetime.strptime('2026-02-03', '%Y-%m-%d').date().month == 2",
    "a copy of a date": "import copy, datetime, pickle; d = datetime.date(2026, 2, 3); "
    "assert copy.deepcopy(d) == pickle.loads(pickle.dumps(d)) == d",
    "TOML": "import msgspec.toml; assert msgspec.toml.decode(b'a = 1') == {'a': 1}",
    "a path of Windows": "from pathlib import PureWindowsPath; assert PureWindowsPath('c:/a').name == 'a'",
    "a schema": "import msgspec; assert msgspec.json.schema(list[int])['items'] == {'type': 'integer'}",
    "the type of a field": "import msgspec; assert msgspec.inspect.type_info(int) == msgspec.inspect.IntType()",
    "its module": "import msgspec.inspect as i; from msgspec import inspect; assert i.Type is inspect.Type",
}


def ran(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("asked", LATER)
def test_what_was_left_out_is_imported_when_it_is_asked_for(asked: str) -> None:
    left = "assert 'msgspec' in sys.modules and 'uuid' not in sys.modules and 'msgspec.inspect' not in sys.modules"
    ran(f"import sys; from modelpick.cli.lean import import_leanly; import_leanly(); {left}; {LATER[asked]}")


def test_a_msgspec_that_needs_more_is_imported_as_it_is() -> None:
    found = ran(
        "from modelpick.cli import lean; lean._NAMES['uuid'] = {}; lean.import_leanly()\n"
        "import msgspec, uuid; print(msgspec.json.encode(uuid.UUID(int=0)).decode())"
    )
    assert found == '"00000000-0000-0000-0000-000000000000"\n'
