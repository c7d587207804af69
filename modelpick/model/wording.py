"""How values read, in answers and on screens alike."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

_UNIT_SUFFIXES = {"percent": "%", "elo": " Elo", "index": " points", "points": " points", "ratio": ""}


def figure(value: float, unit: str) -> str:
    """A figure with its unit.

    >>> figure(74.2, "percent"), figure(1427, "elo"), figure(0.77, "usd"), figure(58e6, "tokens")
    ('74.2%', '1427 Elo', '$0.77', '58M tokens')
    """
    if unit == "tokens":
        return f"{tokens(round(value))} tokens"
    if unit == "usd" or unit.startswith("USD"):
        return rounded_money(value)
    return number(value) + _UNIT_SUFFIXES.get(unit, f" {unit}" if unit else "")


def number(value: float) -> str:
    """One decimal where it says something: 74.2, 77, 1427; more below one, 0.015, and where it would say a hundred of
    what is less: 99.99.
    """
    if abs(value) >= 1000:
        return f"{value:.0f}"
    if 99.95 <= value < 100:
        return f"{value:.10g}"
    return f"{value:.1f}".removesuffix(".0") if abs(value) >= 1 or value == 0 else f"{value:.3g}"


def tokens(count: int) -> str:
    """Token counts as people say them; powers of two by their round name.

    >>> tokens(1_048_576), tokens(262_144), tokens(10_485_760), tokens(3_500_000), tokens(500)
    ('1M', '262k', '10M', '3.5M', '500')
    """
    if count >= 1024**2 and count % 1024**2 == 0:
        return f"{count // 1024**2}M"
    if count >= 999_500:
        return f"{round(count / 1_000_000, 1):g}M"
    return f"{round(count / 1000)}k" if count >= 1000 else str(count)


def money(value: Decimal) -> str:
    """US dollars with the cents that matter.

    >>> money(Decimal("1.25")), money(Decimal("10.0")), money(Decimal("0.075")), money(Decimal("1.5"))
    ('$1.25', '$10', '$0.075', '$1.50')
    """
    text = f"{value.normalize():,f}"
    whole, _, cents = text.partition(".")
    return f"${whole}.{cents:0<2}" if cents else f"${whole}"


def rounded_money(value: Decimal | float) -> str:
    """US dollars to four digits."""
    return money(Decimal(f"{value:.4g}"))


def dollars(value: Decimal) -> str:
    """A sum that is worked out: whole dollars from a hundred on, cents from one on, three digits below.

    >>> dollars(Decimal("7857.4")), dollars(Decimal("16")), dollars(Decimal("0.01241")), dollars(Decimal("-5"))
    ('$7,857', '$16.00', '$0.0124', '-$5.00')
    """
    if value < 0:
        return f"-{dollars(-value)}"
    if value >= 100:
        return f"${value:,.0f}"
    if value >= 1:
        return f"${value:,.2f}"
    return money(Decimal(f"{value:.3g}")) if value else "$0"


def percent(share: float) -> str:
    """A share of one in whole percents: ``61%``."""
    return f"{100 * share:.0f}%"


def listed(words: Sequence[str], most: int = 3, joint: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and 4 more``."""
    words = list(words)
    if len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} more"]
    return f" {joint} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def count(number_of: int, one: str, many: str | None = None) -> str:
    """``1 model``, ``3 models``."""
    return f"{number_of:,} {one if number_of == 1 else many or one + 's'}"


def in_ten(chance: float) -> int:
    """A chance as a number from 1 to 9 out of 10: it is never called certain or impossible.

    >>> in_ten(0.42), in_ten(0.004), in_ten(0.997)
    (4, 1, 9)
    """
    return min(max(round(10 * chance), 1), 9)


def chance(share: float) -> str:
    """A chance in words that need no explanation.

    >>> chance(0.42), chance(0.01), chance(0.99)
    ('about 4 in 10', 'less than 1 in 20', 'more than 19 in 20')
    """
    if share < 0.05:
        return "less than 1 in 20"
    return "more than 19 in 20" if share > 0.95 else f"about {in_ten(share)} in 10"


def plus_minus(value: float, unit: str) -> str:
    """A deviation with its unit: ``±4.4%``; a stream without the sign gets ``+/-4.4%``."""
    return f"±{figure(value, unit)}"


def sentence(text: str) -> str:
    """`text` with a capital at its start, unless that is a name such as `gpt-oss-20b`, and a period at its end.

    >>> sentence("the API ends soon"), sentence("Is it?"), sentence("o3-mini ends")
    ('The API ends soon.', 'Is it?', 'o3-mini ends.')
    """
    return capitalized(text) + ("" if text[-1:] in ".!?:" else ".")


def capitalized(text: str) -> str:
    """`text` with a capital at its start, unless that is a name such as `gpt-oss-20b`."""
    is_name = any(letter.isdigit() for letter in text.partition(" ")[0])
    return text if is_name else text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """A title as it stands within a sentence; an abbreviation keeps its capitals.

    >>> lowered("Data residency"), lowered("HIPAA agreement")
    ('data residency', 'HIPAA agreement')
    """
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def how_tested(share: float, barely: float, tested: float) -> str:
    """How far a promising model was tested: `share` of the weight of its tests. Below `barely` it is barely tested, and
    from `tested` on as well: then all of its figures are from the press.
    """
    if share == 0:
        return "untested"
    return "partly tested" if barely <= share < tested else "barely tested"


def readable(text: str) -> str:
    """`text` as valid Unicode: bytes of a file's name that are no text are written out, as ``\\udce9``."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def json_escape(char: str) -> str:
    r"""A character as JSON can always write it: ``\u009b``."""
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))


LONGEST = 60
"""Characters of a value that is repeated in a message."""
LONGEST_PATH = 300
"""Characters of a path that is."""


def shown(value: object) -> str:
    """`value` as a message repeats it: a text in quotes, what steers a terminal written out, the middle left out."""
    if isinstance(value, int) and abs(value) >= 10**LONGEST:
        return f"a number of {value.bit_length() * 3 // 10} digits"
    return clipped(repr(value) if isinstance(value, str) else str(value))


def clipped(text: str, most: int = LONGEST) -> str:
    """`text` with its middle left out where it is longer than `most`."""
    return text if len(text) <= most else f"{text[: most * 2 // 3]} ... {text[-most // 6 :]}"
