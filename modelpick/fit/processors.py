"""How many memory channels a processor has, by its name: what decides how fast it runs a model."""

from __future__ import annotations

import re

_BY_NAME: tuple[tuple[str, str, bool], ...] = (
    (r"epyc.*\b9\d\d5", "cpu/epyc-turin-12ch", True),
    (r"epyc.*\b9\d[0-9a]4", "cpu/epyc-genoa-12ch", True),
    (r"epyc.*\b8\d\d4", "cpu/epyc-siena-6ch", True),
    (r"epyc.*\b7[\df]\d[23]", "cpu/epyc-rome-8ch", True),
    (r"epyc.*\b7\d\d1", "cpu/epyc-naples-8ch", True),
    (r"threadripper.*pro.*\b9\d\d5", "cpu/tr-pro-ddr5-6400-8ch", True),
    (r"threadripper.*pro.*\b7\d\d5", "cpu/tr-pro-ddr5-5200-8ch", True),
    (r"threadripper.*pro.*\b[35]\d\d5", "cpu/tr-pro-ddr4-3200-8ch", True),
    (r"threadripper.*\b9\d\d0", "cpu/hedt-ddr5-6400-quad", True),
    (r"threadripper.*\b7\d\d0", "cpu/hedt-ddr5-5200-quad", True),
    (r"threadripper", "cpu/hedt-ddr4-3200-quad", True),
    (r"xeon.*\be5-?\s?\d{4}\w?\s?v4|^\s*(?:xeon )?2\d{3}\s?v4", "cpu/hedt-ddr4-2400-quad", True),
    (r"xeon.*\be5-?\s?\d{4}\w?\s?v3|^\s*(?:xeon )?2\d{3}\s?v3", "cpu/hedt-ddr4-2133-quad", True),
    (r"xeon.*\bw\d?-?34\d\d", "cpu/xeon-w3400-8ch", True),
    (r"xeon.*\bw\d?-?24\d\d", "cpu/xeon-w2400-quad", True),
    (r"xeon.*\b6[79]\d\dp", "cpu/xeon-granite-rapids-12ch", True),
    (r"xeon.*\b[3-8]5\d\d", "cpu/xeon-emerald-rapids-8ch", True),
    (r"xeon.*\b[3-8]4\d\d", "cpu/xeon-sapphire-rapids-8ch", True),
    (r"xeon.*\b[3-8]3\d\d", "cpu/xeon-icelake-8ch", True),
    (r"xeon.*\b[3-8]2\d\d", "cpu/xeon-cascadelake-6ch", True),
    (r"xeon.*\b[3-8]1\d\d", "cpu/xeon-skylake-6ch", True),
    (r"raspberry pi 5", "cpu/raspberry-pi-5", True),
    (r"raspberry pi 4", "cpu/raspberry-pi-4", True),
    (r"ryzen \d [79]\d{3}|ryzen \d pro [79]\d{3}|core.*ultra \d 2\d\d", "cpu/ddr5-4800-dual", False),
    (r"ryzen \d (?:pro )?[1-5]\d{3}", "cpu/ddr4-3200-dual", False),
    (r"\bi[3579]-1[2-4]\d{3}|\bi[3579]-?\s?1[01]\d{3}|\bi[3579]-?[6-9]\d{3}", "cpu/ddr4-3200-dual", False),
)
"""Pattern of a name, the device of its memory, and whether every such processor has that."""


def processor_memory(name: str) -> tuple[str, bool] | None:
    """The device id of the memory that the processor `name` reads, and whether that is sure; None where unknown."""
    said = re.sub(r"\((?:r|tm)\)|\bcpu\b|\bprocessor\b", " ", name, flags=re.IGNORECASE)
    said = " ".join(said.split())
    named = ((id_, sure) for pattern, id_, sure in _BY_NAME if re.search(pattern, said, re.IGNORECASE))
    return next(named, None)
