"""Draw the picture of the README: a real answer, as the terminal shows it, as SVG.

python tools/picture.py            write docs/answer.svg; `tools/docs.py --release` does it too
python tools/picture.py --check    exit 1 if the picture is not what the program answers now
"""

from __future__ import annotations

import html
import io
import re
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from modelpick import Request, load
from modelpick.catalog.bundled import SHIPPED_ON
from modelpick.render.dispatch import brief_of
from modelpick.render.writers import screen

PICTURE = ROOT / "docs" / "answer.svg"
QUESTION = "modelpick recommend --need coding --self-host"
WIDTH = 80

INK = (31, 35, 40)
THEME = TerminalTheme(
    (250, 251, 252),
    INK,
    [INK, (179, 38, 30), (26, 107, 50), (138, 90, 0), (9, 80, 170), (120, 60, 160), (0, 105, 120), (90, 98, 107)],
    [INK, (179, 38, 30), (26, 107, 50), (138, 90, 0), (9, 80, 170), (120, 60, 160), (0, 105, 120), (90, 98, 107)],
)


def picture() -> str:
    """The SVG of what the command prints. It fetches nothing when it is shown."""
    asked = Request(needs={"coding": 1}, constraints={"self-host": True}, as_of=SHIPPED_ON)
    answer = load(project=False).recommend(asked)
    console = Console(
        record=True,
        file=io.StringIO(),
        width=WIDTH,
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
    )
    screen.show(brief_of(answer), console)
    svg = console.export_svg(title=QUESTION, theme=THEME, unique_id="answer")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", "Menlo, Consolas, 'DejaVu Sans Mono'")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def words(svg: str) -> list[str]:
    """The text of a picture, line by line: what two versions of Rich draw alike."""
    found: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in re.findall(r'<text class="answer-r\d+" x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>', svg):
        found.setdefault(float(y), []).append((float(x), html.unescape(text).replace("\xa0", " ")))
    return ["".join(text for _, text in sorted(line)).strip() for _, line in sorted(found.items())]


def main(arguments: list[str]) -> int:
    drawn = picture()
    current = PICTURE.read_text("utf-8") if PICTURE.is_file() else ""
    if "--check" in arguments:
        stale = words(drawn) != words(current)
        if stale:
            print(f"{PICTURE.relative_to(ROOT)} is stale: run python tools/picture.py", file=sys.stderr)
        return int(stale)
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(drawn, "utf-8")
    print(f"wrote {PICTURE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
