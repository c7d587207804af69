"""Shell completion: names straight from the bundled files, without loading the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from modelpick.catalogue.bundled import bundled
from modelpick.render.formats import WITH_PAGE


def choices(*words: str) -> Callable[[str], list[str]]:
    """A completer for a fixed set of words."""

    def complete(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return complete


formats = choices(*WITH_PAGE)
kinds = choices("model", "benchmark", "provider", "source", "term")


def models(incomplete: str) -> list[str]:
    """Model ids, by their beginning or by the beginning of the part after the lab."""
    ids = list(_ids("models.yaml"))
    return [id_ for id_ in ids if id_.startswith(incomplete)] or [
        id_ for id_ in ids if id_.split("/")[-1].startswith(incomplete)
    ]


def benchmarks(incomplete: str) -> list[str]:
    return [id_ for id_ in _ids("benchmarks.yaml") if id_.startswith(incomplete)]


def everything(incomplete: str) -> list[str]:
    """Whatever can be shown: models, benchmarks, providers, terms and sources."""
    files = ("benchmarks.yaml", "providers.yaml", "glossary.yaml", "sources.yaml")
    others = [id_ for file in files for id_ in _ids(file) if id_.startswith(incomplete)]
    return list(dict.fromkeys([*models(incomplete), *others]))


def workloads(incomplete: str) -> list[str]:
    return [id_ for id_ in _ids("workloads.yaml") if id_.startswith(incomplete)]


def hardware(incomplete: str) -> list[str]:
    """Accelerators and machines, by their beginning or by the beginning of the part after the maker."""
    ids = list(_ids("hardware.yaml"))
    return [id_ for id_ in ids if id_.startswith(incomplete) or id_.split("/")[-1].startswith(incomplete)]


def needs(incomplete: str) -> list[str]:
    return _rules("needs", incomplete)


def personas(incomplete: str) -> list[str]:
    return _rules("personas", incomplete)


def constraints(incomplete: str) -> list[str]:
    return _rules("constraints", incomplete)


def rules(incomplete: str) -> list[str]:
    """Rules of every kind."""
    kinds = ("needs", "constraints", "advisories", "personas")
    return [name for kind in kinds for name in _rules(kind, incomplete)]


def _ids(file: str) -> Iterator[str]:
    with (bundled("data") / file).open(encoding="utf-8") as lines:
        for line in lines:
            row = line.lstrip().removeprefix("- ").removeprefix("{")
            if row.startswith("id: ") and line.lstrip().startswith("- "):
                yield row.removeprefix("id: ").partition(",")[0].strip()


def _rules(kind: str, incomplete: str) -> list[str]:
    names = sorted(path.stem for path in (bundled("rules") / kind).glob("*.yaml"))
    return [name for name in names if name.startswith(incomplete)]
