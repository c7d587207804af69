"""Writes `modelpick/model/shown_facts.py`: the facts that can be asked for by name.

    python -m tools.shown_facts           # write it
    python -m tools.shown_facts --check   # exit code 1 if it is not what the structs say

The structs say it themselves (`modelpick.model.fields.Shown`), but to read their types takes longer than to answer.
"""

from __future__ import annotations

import pprint
import subprocess
import sys
from typing import get_origin

from modelpick.model.facts import Answer, Model, Offering, Rates, Term
from modelpick.model.fields import FieldPart, PartialDate, shown_in
from tools.generated import ROOT, write_or_check

TABLE = ROOT / "modelpick" / "model" / "shown_facts.py"
HEAD = '''\
"""The facts that can be asked for by name: tables that `python -m tools.shown_facts` makes of the structs.

By struct and name: the path of the value, and that of its source, empty where it has none; how its values are compared
and shown; and what it means, empty where nobody can ask for it.
"""

from __future__ import annotations

from typing import Literal

Kind = Literal["text", "number", "money", "day", "flag", "words", "answer"]
ShownFacts = dict[str, tuple[tuple[str, ...], tuple[str, ...], Kind, str]]

'''


def main() -> int:
    return write_or_check(TABLE, table_text(), __doc__)


def table_text() -> str:
    """The module, formatted."""
    text = HEAD
    for kind in (Model, Offering, Rates):
        rows = {
            each.name: (each.path, each.source, _field_kind(each.part), each.shown.about) for each in shown_in(kind)
        }
        text += f"OF_{kind.__name__.upper()}: ShownFacts = {pprint.pformat(rows, width=110, sort_dicts=False)}\n"
    command = [sys.executable, "-m", "ruff", "format", "-", "--stdin-filename", str(TABLE)]
    return subprocess.run(command, input=text, encoding="utf-8", capture_output=True, check=True).stdout


def _field_kind(part: FieldPart) -> str:
    """How the values of a field are compared and shown."""
    if part.kind in (Answer, Term):
        return "answer"
    if get_origin(part.kind) is tuple:
        return "words"
    if part.is_struct or part.kind in (int, float):
        return "number"
    if part.kind is bool:
        return "flag"
    return "day" if PartialDate() in part.marks else "text"


if __name__ == "__main__":
    sys.exit(main())
