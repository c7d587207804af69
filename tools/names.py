"""The names of the program: one meaning a class name, private names with a domain noun, no import cycle, one spelling.

    python -m tools.names              lists what breaks a rule, with file and line; exit code 1 if there is anything
    python -m tools.names --figures    prints sizes and counts, and nothing else

A private name is one that begins with an underscore; it is one word where no second underscore and no second capital
is in it. Cycles are of modules that import one another, in functions too; what is imported for type checkers alone
does not count. Spelling is looked at in identifiers, and in texts that are one word, an option or a key.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = "modelpick"
CODE = (PACKAGE, "tools", "benchmarks")

ONE_WORD_ALLOWED = {
    "modelpick/cli/options.py: _option": "declares an option in a table of them, where each line is one option",
}
"""``path: name`` of the private names of one word that stay -> why."""

BRITISH = {
    "artefact": "artifact",
    "behaviour": "behavior",
    "catalogue": "catalog",
    "centre": "center",
    "colour": "color",
    "favour": "favor",
    "honour": "honor",
    "labelled": "labeled",
    "licence": "license",
    "neighbour": "neighbor",
    "amortise": "amortize",
    "normalise": "normalize",
    "organisation": "organization",
    "quantisation": "quantization",
    "recognise": "recognize",
    "standardise": "standardize",
    "summarise": "summarize",
    "utilisation": "utilization",
}
"""British stems, as they begin or stand in a word of a name -> the American spelling."""

SPELLED_OLD = {
    "modelpick/cli/spoken.py": "reads options as people spell them",
    "modelpick/model/names.py": "folds British spelling",
    "tools/names.py": "lists the old spellings",
    "tools/words.py": "lists the old spellings",
}
"""Files that must spell a word the British way -> why."""

KEYS_KEPT = {
    "--amortise": "an older spelling of an option, still read",
    "--utilisation": "an older spelling of an option, still read",
    "centre": "a key of data/estimator.json",
    "licence": "a key that files of earlier versions have, still read",
    "licences": "a key that files of earlier versions have, still read",
}
"""Texts of one word that keep their spelling -> why."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A name that breaks a rule, and where it stands."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the program: its path within the checkout, its text, and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def module(self) -> str:
        """The dotted name by which it is imported."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def source_files(root: Path, folders: Iterable[str] = CODE) -> list[SourceFile]:
    """The Python files in `folders` of `root`, in the order of their paths."""
    paths = sorted(path for folder in folders for path in (root / folder).rglob("*.py"))
    texts = ((path, path.read_text(encoding="utf-8")) for path in paths)
    return [SourceFile(path.relative_to(root).as_posix(), text, ast.parse(text)) for path, text in texts]


def is_one_word(name: str) -> bool:
    """Whether a private name is a single word.

    >>> is_one_word("_said"), is_one_word("_price_row"), is_one_word("_Seen"), is_one_word("_SeenModel")
    (True, False, True, False)
    """
    plain = name.lstrip("_")
    return _is_private(name) and "_" not in plain and not re.search(r"[a-z][A-Z]", plain)


def one_word_names(files: Iterable[SourceFile]) -> Iterator[Fault]:
    """Private functions, methods and classes of one word."""
    for file in files:
        for node in ast.walk(file.tree):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or not is_one_word(
                node.name
            ):
                continue
            if f"{file.path}: {node.name}" not in ONE_WORD_ALLOWED:
                yield Fault(file.path, node.lineno, f"{node.name} is one word: add what it is about")


def repeated_classes(files: Iterable[SourceFile]) -> Iterator[Fault]:
    """Classes whose name another one has, an underscore in front left aside."""
    places: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for file in files:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.ClassDef):
                places[node.name.lstrip("_")].append((file.path, node.lineno))
    for name, found in places.items():
        for path, line in found if len(found) > 1 else ():
            others = ", ".join(sorted({other for other, _ in found} - {path})) or "this file"
            yield Fault(path, line, f"class {name} stands in {others}, too: one name, one meaning")


def module_imports(files: Iterable[SourceFile]) -> dict[str, set[str]]:
    """The modules of the package that each of its modules imports, those for type checkers alone left out."""
    modules = {file.module: file for file in files if file.path.startswith(f"{PACKAGE}/")}
    found: dict[str, set[str]] = {}
    for name, file in modules.items():
        targets: set[str] = set()
        for node in _imports_at_run_time(file.tree):
            if isinstance(node, ast.Import):
                targets |= {alias.name for alias in node.names}
            elif node.module:
                targets |= {
                    inner if (inner := f"{node.module}.{alias.name}") in modules else node.module
                    for alias in node.names
                }
        found[name] = (targets & modules.keys()) - {name}
    return found


def _imports_at_run_time(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        elif isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            for other in child.orelse:
                yield from _imports_at_run_time(other)
        else:
            yield from _imports_at_run_time(child)


def import_cycles(imports: Mapping[str, set[str]]) -> list[list[str]]:
    """The groups of modules that import one another, directly or not, by name."""
    reached = {module: _modules_reached(module, imports) for module in imports}
    groups = {
        frozenset({module, *(other for other in seen if module in reached.get(other, ()))})
        for module, seen in reached.items()
        if module in seen
    }
    return sorted(sorted(group) for group in groups)


def _modules_reached(module: str, imports: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(imports[module])
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += imports.get(name, ())
    return seen


def cycle_faults(files: Iterable[SourceFile]) -> Iterator[Fault]:
    """A fault for each group of modules that import one another."""
    for group in import_cycles(module_imports(files)):
        path = f"{group[0].replace('.', '/')}.py"
        yield Fault(path, 1, f"import one another: {', '.join(group)}")


def british_names(files: Iterable[SourceFile]) -> Iterator[Fault]:
    """Identifiers, options and keys that are not spelled as in America."""
    stems = re.compile("|".join(BRITISH), re.IGNORECASE)
    for file in files:
        if file.path in SPELLED_OLD:
            continue
        for token in tokenize.generate_tokens(io.StringIO(file.text).readline):
            word = _spelled_word(token)
            found = stems.search(word)
            if found and word not in KEYS_KEPT:
                yield Fault(file.path, token.start[0], f"{word}: write {BRITISH[found[0].lower()]}")


def _spelled_word(token: tokenize.TokenInfo) -> str:
    """The identifier, or the text if it is one word; empty for any other token."""
    if token.type == tokenize.NAME:
        return token.string
    one_word = re.fullmatch(r"""[a-z]{0,2}(["'])([\w.-]+)\1""", token.string, re.IGNORECASE)
    return one_word[2] if token.type == tokenize.STRING and one_word else ""


def name_faults(root: Path) -> list[Fault]:
    """Every fault of the names in `root`, by file and line."""
    files = source_files(root)
    package = [file for file in files if file.path.startswith(f"{PACKAGE}/")]
    found = [*one_word_names(files), *repeated_classes(package), *cycle_faults(package), *british_names(files)]
    return sorted(set(found))


def size_figures(root: Path) -> dict[str, int]:
    """The sizes of the package and the counts of what the rules are about, by what they count."""
    package = source_files(root, (PACKAGE,))
    imports = module_imports(package)
    defined = [node for file in package for node in ast.walk(file.tree) if isinstance(node, ast.ClassDef)]
    private = [name for file in package for name in _private_names(file.tree)]
    repeated = Counter(node.name.lstrip("_") for node in defined)
    arrows = {(_package_of(module), _package_of(target)) for module, targets in imports.items() for target in targets}
    cycles = import_cycles(imports)
    return {
        "modules": len(package),
        "lines": sum(file.text.count("\n") for file in package),
        "classes": len(defined),
        "class names that stand twice": sum(count > 1 for count in repeated.values()),
        "private names": len(private),
        "private names of one word": sum(map(is_one_word, private)),
        "arrows between packages": sum(start != end for start, end in arrows),
        "import cycles": len(cycles),
        "modules in import cycles": sum(map(len, cycles)),
    }


def _private_names(tree: ast.Module) -> Iterator[str]:
    """The private functions, methods and classes of a module, and its private constants."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and _is_private(node.name):
            yield node.name
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = (each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name))
            yield from filter(_is_private, names)


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def _package_of(module: str) -> str:
    return module.split(".")[1] if "." in module else module


def main(arguments: list[str] | None = None) -> int:
    """List the faults, or print the figures."""
    parser = argparse.ArgumentParser(prog="names", description="The names of the program.")
    parser.add_argument("--figures", action="store_true", help="print sizes and counts")
    options = parser.parse_args(arguments)
    if options.figures:
        for what, number in size_figures(ROOT).items():
            print(f"{number:>7,}  {what}")
        return 0
    faults = name_faults(ROOT)
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
