"""The links between editions that the fit kept, and those that it refused.

python -m benchmarks.links [--write docs/accuracy.md]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.pages import table, write_part
from modelpick.catalog.bundled import bundled

SHOWN = 60
"""So many of the refused are shown: those with the most models in common."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", type=Path, metavar="PAGE", help="replace the generated part of this page")
    chosen = parser.parse_args(arguments)
    data = json.loads((bundled("data") / "estimator.json").read_text(encoding="utf-8"))
    text = "\n".join(report(data))
    print(text)
    if chosen.write:
        write_part(chosen.write, "benchmarks/links.py", text)
    return 0


def report(data: Mapping[str, Any]) -> Iterable[str]:
    kept, refused = data["links"], sorted(data["refused"], key=lambda row: -row["n"])
    yield f"### Links between editions, fitted on {data['fitted']}: {len(kept)} kept, {len(refused)} refused"
    yield ""
    yield "Errors are mean absolute errors on models left out of the line, in the unit of the edition that is valued;"
    yield "the estimator knows the other edition too."
    yield ""
    head = ["valued", "from", "models", "r", "error of the link", "of the estimator"]
    yield from table(head, _link_rows(kept))
    yield ""
    yield f"Refused, the {min(SHOWN, len(refused))} with the most models in common:"
    yield ""
    yield from table(
        [*head, "why"],
        ([*row, each["why"]] for row, each in zip(_link_rows(refused[:SHOWN]), refused[:SHOWN], strict=True)),
    )


def _link_rows(links: Iterable[Mapping[str, Any]]) -> Iterator[list[str]]:
    for link in links:
        numbers = (link["r"], link["error"], link["estimator"])
        yield [link["target"], link["edition"], str(link["n"]), *(f"{x:.2f}" for x in numbers)]


if __name__ == "__main__":
    sys.exit(main())
