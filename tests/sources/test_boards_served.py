"""Each board as it is fetched: from a server on this machine that has its files, pages and answers to questions."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

import pytest

from modelpick.market.records import ScoreRecord
from modelpick.sources.adapter import Adapter
from modelpick.sources.fetch import Unreachable
from modelpick.sources.gather import Gathered, gather
from modelpick.sources.registry import ADAPTERS
from tests.sources.given import DAY, SAMPLES, of
from tests.sources.serving import Call, serving

FILES = {
    "arc-prize": ("arc-prize-evaluations.json", "arc-prize-models.json"),
    "bullshitbench": ("bullshitbench-leaderboard.csv", "bullshitbench-manifest.json"),
    "deepswe": ("deepswe.json",),
    "eqbench": ("eqbench-creative-writing.js", "eqbench-longform.js"),
    "lechmazur": ("lechmazur-writing.md", "lechmazur-connections.md"),
    "mmmu": ("mmmu.json",),
    "vectara": ("vectara-readme.md",),
}
NOW = (0.01, 0.01)


def say(call: Call, body: bytes) -> None:
    """`body` with a mark, or that it is the same."""
    etag = f'"{crc32(body):x}"'
    if call.headers.get("If-None-Match") == etag:
        call.head(304, {})
    else:
        call.say(body, ETag=etag)


def answer(call: Call) -> None:
    path = urlsplit(call.path)
    if path.path == "/rows":
        say(call, page(dict(part.split("=") for part in path.query.split("&"))))
    elif path.path == "/ask":
        asked = json.loads(call.body)
        board = json.loads((SAMPLES / "terminal-bench-4.json").read_text())
        call.say(
            json.dumps(board if asked["name"] == "4-0-0" else {"leaderboard": {}, "rows": board["rows"][1:]}).encode()
        )
    elif path.path == "/data.zip":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as file:
            file.writestr(zipfile.ZipInfo("gpqa_diamond.csv"), (SAMPLES / "epoch-gpqa-diamond.csv").read_bytes())
        say(call, packed.getvalue())
    elif path.path.endswith("/results.csv"):
        say(call, (SAMPLES / "chi-bench-results.csv").read_bytes())
    elif path.path == "/board/schema/known-versions.txt":
        say(call, b"chi-bench-v1.0.0\n")
    elif path.path.startswith("/results/"):
        say(call, (SAMPLES / "openhands-scores.json").read_bytes())
    else:
        say(call, (SAMPLES / path.path[1:]).read_bytes())


def page(asked: dict[str, str]) -> bytes:
    """A page of a board with 130 models; for agents, of one with three."""
    agent, offset = asked["config"] == "agent", int(asked["offset"])
    rows = [rating(n, agent) for n in range(3 if agent else 130)][offset : offset + int(asked["length"])]
    return json.dumps({"rows": [{"row": row} for row in rows], "num_rows_total": 3 if agent else 130}).encode()


def rating(n: int, agent: bool) -> dict[str, Any]:
    value = {"score": n / 100} if agent else {"rating": 1000.0 + n}
    return {"model_name": f"m-{n}", "category": "overall", "leaderboard_publish_date": "2026-10-08", **value}


def at(source: str, url: str) -> Adapter:
    """The adapter of that source, whose home is the server at `url`."""
    known: Any = ADAPTERS[source]
    homes = {
        "arena": tuple(f"{url}/rows?{urlsplit(home).query}" for home in known.urls),
        "terminal-bench": (f"{url}/ask",),
        "epoch": (f"{url}/data.zip",),
        "openhands": (f"{url}/openhands-models.json",),
        "chi-bench": (f"{url}/chi-bench-submissions.json", f"{url}/board/schema/known-versions.txt"),
    }
    found: Adapter = replace(known, urls=homes.get(source) or tuple(f"{url}/{name}" for name in FILES[source]))
    return found


def read(source: Adapter, got: Gathered) -> list[ScoreRecord]:
    return of(source.parse(got.documents, DAY), ScoreRecord)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("arc-prize", 3),
        ("arena", 4 * 130 + 3),
        ("bullshitbench", 5),
        ("chi-bench", 5),
        ("deepswe", 2),
        ("epoch", 2),
        ("eqbench", 6),
        ("lechmazur", 6),
        ("mmmu", 5),
        ("openhands", 2 * 9),
        ("terminal-bench", 7),
        ("vectara", 7),
    ],
)
def test_a_board_is_read_whole_and_not_again(name: str, count: int) -> None:
    with serving(answer) as site:
        source = at(name, site.url)
        got = gather(source, source.urls, pauses=NOW)
        assert len(read(source, got)) == count
        assert source.parse(got.documents, DAY).partial == frozenset()
        again = gather(source, source.urls, etags=got.etags, pauses=NOW)
        assert again.documents == (() if name != "terminal-bench" else got.documents)


def test_a_part_that_is_missing_is_no_part_of_a_board() -> None:
    def without_a_model(call: Call) -> None:
        call.say(b"{}", 404) if "Example-2" in call.path else answer(call)

    with serving(without_a_model) as site:
        source = at("openhands", site.url)
        with pytest.raises(Unreachable, match="Example-2"):
            gather(source, source.urls, pauses=NOW)


def test_every_board_of_a_part_of_pages_is_told_by_its_whole_address() -> None:
    with serving(answer) as site:
        source = at("arena", site.url)
        asked = [one.url for one in gather(source, source.urls, pauses=NOW).documents]
    assert len(asked) == 5 + 4
    assert {"config=webdev" in one for one in asked} == {True, False}
