"""Whole questions with the answers they must get. Each case is a YAML file beside this one; see its README."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import modelpick
from modelpick.catalog.bundled import bundled
from modelpick.catalog.reader import read_yaml
from tests.conftest import Result

HERE = Path(__file__).parent / "scenarios"
CASES = [(path.stem, case) for path in sorted(HERE.glob("*.yaml")) for case in read_yaml(path).data]


@pytest.mark.parametrize("door", ["command line", "Python"])
@pytest.mark.parametrize("case", [pytest.param(case, id=f"{name}: {case['about']}") for name, case in CASES])
def test_the_question_gets_the_expected_answer(
    case: dict[str, Any], door: str, run: Callable[..., Result], tmp_path: Path
) -> None:
    answer, code = ask(case, run, tmp_path) if door == "command line" else ask_in_python(case, run, tmp_path)
    expected = dict(case["expect"])
    assert code == expected.pop("exit", 0)
    seen = {name: VIEWS[name](answer, wanted) for name, wanted in expected.items()}
    assert seen == expected


def files_of(case: dict[str, Any], folder: Path) -> tuple[list[Path], list[Path]]:
    """The catalog files of a case: the shared base, its own catalog and its ``layers:``; and the folders of rules."""
    catalogs = [HERE / "shared" / "base.yaml"]
    for number, layer in enumerate([case["catalog"], *case.get("layers", [])]):
        catalogs.append(folder / f"{number}.yaml")
        catalogs[-1].write_text(json.dumps(layer), encoding="utf-8")
    return catalogs, [bundled("rules"), HERE / "shared" / "rules"]


def words_of(case: dict[str, Any]) -> list[str]:
    """The command line of ``ask:``."""
    words = shlex.split(case["ask"])
    if words[0] in ("recommend", "explain", "compare") and not case.get("to be had"):
        words += [] if {"--api", "--self-host"} & {*words} else ["--api", "any"]
    return words


def ask(case: dict[str, Any], run: Callable[..., Result], folder: Path) -> tuple[Any, int]:
    """The answer to ``ask:`` as the command line gives it."""
    catalogs, rules = files_of(case, folder)
    options = [part for path in catalogs for part in ("--catalog", path)]
    options += [part for path in rules for part in ("--rules", path)]
    result = run(*words_of(case), "--no-bundled", "--format", "json", *options)
    assert result.err == ""
    return json.loads(result.out), result.code


def ask_in_python(case: dict[str, Any], run: Callable[..., Result], folder: Path) -> tuple[Any, int]:
    """The answer to ``ask:`` as `modelpick.load()` and its methods give it, and the exit code that goes with it."""
    catalogs, rules = files_of(case, folder)
    catalog = modelpick.load(catalogs, rules, with_bundled=False)
    command, *names, asked = taken_apart(words_of(case))
    as_of, request = asked.pop("as_of", None), modelpick.Request
    if command == "status":
        report = catalog.status(names, as_of=as_of)
        return report.to_dict(), int(not all(status.usable for status in report.models))
    if command == "show":
        return catalog.show(names[0], as_of=as_of).to_dict(), 0
    if command == "compare":
        return catalog.compare(names, request(**asked, as_of=as_of)).to_dict(), 0
    if command == "explain":
        return catalog.explain(names[0], request(**asked, as_of=as_of)).to_dict(), 0
    assert command == "recommend"
    answer = catalog.recommend(request(**asked, as_of=as_of))
    return answer.to_dict(), int(answer.verdict.state == "none")


ASKED = {"where", "only", "evidence", "allow-unknown", "as-of", "risk", "top", "persona"}
"""Options that are fields of a request by the same name; the others are constraints."""
SEVERAL = {"where", "only", "allow-unknown", "residency", "input", "lab", "exclude-lab", "exclude", "min-score",
           "certified", "jurisdiction"}  # fmt: skip


def taken_apart(words: list[str]) -> list[Any]:
    """``recommend --need a=2 --self-host`` as the command, its words, and the arguments of a `Request`."""
    command, *rest = words
    names: list[str] = []
    needs: dict[str, float] = {}
    asked: dict[str, Any] = {}
    constraints: dict[str, Any] = {}
    while rest:
        word = rest.pop(0)
        if not word.startswith("-"):
            names.append(word)
            continue
        option = word.lstrip("-")
        is_flag = not rest or rest[0].startswith("--")
        value: Any = True if is_flag else rest.pop(0)
        if option in ("need", "n"):
            need, _, weight = value.partition("=")
            needs[need] = float(weight or 1)
            continue
        into, key = (asked, option.replace("-", "_")) if option in ASKED else (constraints, option)
        if option == "top":
            value = int(value)
        into[key] = [*into.get(key, []), *str(value).split(",")] if option in SEVERAL else value
    if needs:
        asked["needs"] = needs
    if constraints:
        asked["constraints"] = constraints
    return [command, *names, asked]


def _tied(answer: Any, _: Any) -> list[str]:
    return list(answer["verdict"]["tied_with"])


def _contains(text: Any, words: Any) -> Any:
    """`words` as they stand if all of them are in `text`, else the text, so that a failure shows it."""
    wanted = words if isinstance(words, list) else [words]
    return words if all(word in text for word in wanted) else text


def _reasons(kind: str) -> Callable[[Any, Any], Any]:
    def view(answer: Any, wanted: Any) -> Any:
        said = {r["model"]: " | ".join(reason["text"] for reason in r[kind]) for r in answer["ranking"]}
        return {model: _contains(said.get(model, "not ranked"), words) for model, words in wanted.items()}

    return view


def _silent(answer: Any, wanted: Any) -> Any:
    """Words that no caution of the model may hold."""
    said = {r["model"]: " | ".join(reason["text"] for reason in r["cautions"]) for r in answer["ranking"]}
    return {model: words if words not in said[model] else said[model] for model, words in wanted.items()}


def _of_ranked(get: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    def view(answer: Any, wanted: Any) -> Any:
        found = {r["model"]: get(r) for r in answer["ranking"]}
        return {model: found.get(model, "not ranked") for model in wanted}

    return view


def _excluded(answer: Any, _: Any) -> Any:
    return {e["model"]: {f["constraint"]: f["outcome"] for f in e["failed"]} for e in answer["excluded"]}


def _why(answer: Any, wanted: Any) -> Any:
    said = {e["model"]: " | ".join(f["reason"] for f in e["failed"]) for e in answer["excluded"]}
    return {model: _contains(said.get(model, "not excluded"), words) for model, words in wanted.items()}


def _figures(answer: Any, wanted: Any) -> Any:
    """``exam: 80`` for the value that counts in each contribution."""
    found = {r["model"]: {c["criterion"]: c["value"] for c in r["contributions"]} for r in answer["ranking"]}
    return {model: found.get(model, "not ranked") for model in wanted}


VIEWS: dict[str, Callable[[Any, Any], Any]] = {
    "state": lambda answer, _: answer["verdict"]["state"],
    "first line": lambda answer, words: _contains(answer["verdict"]["text"], words),
    "how sure": lambda answer, words: _contains(answer["verdict"]["sure"], words),
    "best tested": lambda answer, _: answer["verdict"]["best_tested"],
    "tied with the first": _tied,
    "ranking": lambda answer, _: [r["model"] for r in answer["ranking"]],
    "scores": _of_ranked(lambda r: round(r["score"], 1)),
    "coverage": _of_ranked(lambda r: round(r["coverage"], 2)),
    "figures": _figures,
    "basis": _of_ranked(lambda r: [c["basis"] for c in r["contributions"]]),
    "conflicts": _of_ranked(lambda r: r["conflicts"]),
    "through": _of_ranked(lambda r: r["offering"]["provider"]),
    "blended price": _of_ranked(lambda r: r["offering"]["price_blended"]),
    "admitted unknown": _of_ranked(lambda r: r["admitted_unknown"]),
    "missing": _of_ranked(lambda r: r["missing"]),
    "for": _reasons("for"),
    "against": _reasons("against"),
    "cautions": _reasons("cautions"),
    "no caution of": _silent,
    "cautions cite": _of_ranked(lambda r: sorted({source for c in r["cautions"] for source in c["sources"]})),
    "unknown": _reasons("unknown"),
    "excluded": _excluded,
    "excluded because": _why,
    "not enough evidence": lambda answer, _: [n["model"] for n in answer["not_ranked"]],
    "relaxations": lambda answer, _: [r["relax"] for r in answer["relaxations"]],
    "relaxation admits": lambda answer, _: [[r["admits"], r["best"]] for r in answer["relaxations"]],
    "relaxation titles": lambda answer, _: [r["titles"] for r in answer["relaxations"]],
    "in writing": lambda answer, _: [
        [way["provider"], [f"{paper['term']} {paper['said']}" for paper in way["papers"]], way["models"]]
        for way in answer["reachable"]
    ],
    "notes": lambda answer, words: _contains(" | ".join(answer["notes"]), words),
    "weights of criteria": lambda answer, _: {c["id"]: c["weight"] for c in answer["request"]["criteria"]},
    # status
    "access": lambda answer, _: answer["access"],
    "lifecycle": lambda answer, _: answer["lifecycle"],
    "usable": lambda answer, _: answer["usable"],
    "api": lambda answer, _: answer["api"]["is"],
    "since": lambda answer, _: answer["api"]["since"],
    "retires on": lambda answer, _: answer["retires_on"],
    "sentence": lambda answer, words: _contains(answer["text"], words),
    # explain
    "rank": lambda answer, _: answer["rank"],
    "gap": lambda answer, _: {g["subject"]: g["points"] for g in answer["gap"]},
    # show
    "facts": lambda answer, wanted: {f["label"]: f["value"] for f in answer["facts"] if f["label"] in wanted},
}
"""What a case may expect, and where it stands in the answer."""
