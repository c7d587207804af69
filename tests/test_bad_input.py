"""Bad input gets one sentence an error on stderr, exit code 2, and nothing on stdout. Never a traceback."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import TODAY, Result

Run = Callable[..., Result]
TOMORROW = (date.fromisoformat(TODAY) + timedelta(days=1)).isoformat()
ASK = ("recommend", "--need", "coding")


def refused(result: Result) -> list[str]:
    """The lines of a refusal, after what every refusal has in common."""
    assert result.code == 2
    assert result.out == ""
    assert "Traceback" not in result.err
    lines = result.err.splitlines()
    assert lines
    assert all(len(line) < 500 for line in lines)
    return lines


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("recommend", "--need", "codign"), "error: unknown need 'codign'. Did you mean `coding`"),
        (("recommend", "--persona", "entreprise-integrator"), "Did you mean `enterprise-integrator`"),
        (("recommend",), "error: say what it is for. For example: modelpick recommend coding. Needs: "),
        (("recommend", "--need", "x=much"), "--need x: is 'much', expected a number from 0.001 to 1,000,000."),
        (("recommend", "--need", "coding=-1"), "--need coding: is -1, expected a number from 0.001 to 1,000,000"),
        (("recommend", "--need", "coding=nan"), "--need coding: is 'nan', expected a number"),
        (("recommend", "--need", ""), "unknown need"),
        (("status", "muse-sprak"), "error: unknown model 'muse-sprak'. Did you mean `meta/muse-spark`"),
        (("show", "zzzzzz"), "error: nothing is called 'zzzzzz'"),
        (("show", "muse-sprak"), "Did you mean `meta/muse-spark` or "),
        (("show", "gpqa-dimond"), "Did you mean `gpqa-diamond`?"),
        (("show", "amazon-bedrok"), "Did you mean `amazon-bedrock`?"),
        (("show", "contxt window"), "Did you mean `context-window` or "),
        (("show", "openai", "--kind", "term"), "unknown term 'openai'"),
        (("show", "zzzzzz", "--kind", "model"), "error: unknown model 'zzzzzz'"),
        (("show", "openai", "--kind", "vendor"), "--kind: is 'vendor', expected one of model, benchmark"),
        (("show", ""), "nothing is called ''"),
        (("show", "claude"), "error: 'claude' names several families. The newest of each on "),
        (("explain", "nobody-1", *ASK[1:]), "unknown model 'nobody-1'"),
        (("evidence", "\udcff"), "unknown model '\\udcff'"),
        (("recommend", "general", "--only", "\udcff{format}"), "unknown model '\\udcff{format}'"),
        (("compare", "muse-spark", "gpt-5.4", "coding"), "'coding' is a need, not a model. Ask about it with --need"),
        (("compare", "muse-spark"), "a comparison needs two different models"),
        (("compare", "muse-spark", "Muse Spark"), "a comparison needs two different models"),
        ((*ASK, "--only", "zzzzzz"), "unknown model 'zzzzzz'"),
        ((*ASK, "--exclude", "zzzzzz"), "unknown model 'zzzzzz'"),
        ((*ASK, "--license", "permisive"), "expected one of osi, permissive, commercial. Did you mean `permissive`?"),
        ((*ASK, "--api", "gaa"), "--api: is 'gaa', expected one of ga, preview, any. Did you mean `ga`?"),
        ((*ASK, "--residency", "atlantis"), "--residency: unknown value 'atlantis'"),
        ((*ASK, "--jurisdiction", "Mars"), "--jurisdiction: "),
        ((*ASK, "--lab", "antropic"), "Did you mean `anthropic`"),
        ((*ASK, "--input", "imagee"), "Did you mean `image`?"),
        ((*ASK, "--max-price", "-1"), "--max-price: is -1, expected a number from 0 to 1,000,000"),
        ((*ASK, "--max-price", "cheap"), "--max-price: is 'cheap', expected a number"),
        ((*ASK, "--max-price", "nan"), "--max-price: is 'nan', expected a number"),
        ((*ASK, "--max-price-in=-0.5",), "--max-price-in: is -0.5, expected a number from 0 to 1,000"),
        ((*ASK, "--min-context", "1.5"), "--min-context: is 1.5, expected a whole number"),
        ((*ASK, "--released-after", "yesterday"), "--released-after: is 'yesterday', expected a date"),
        ((*ASK, "--min-score", "gpqa-dimond=80"), "unknown benchmark 'gpqa-dimond'. Did you mean `gpqa-diamond`"),
        ((*ASK, "--min-score", "gpqa-diamond"), "--min-score: is 'gpqa-diamond', expected BENCHMARK=VALUE"),
        ((*ASK, "--min-score", "gpqa-diamond=high"), "--min-score gpqa-diamond: is 'high', expected a number"),
        ((*ASK, "--require", "no-such-rule"), "unknown constraint 'no-such-rule'"),
        ((*ASK, "--allow-unknown", "bba"), "unknown constraint 'bba'. Did you mean `baa`"),
        ((*ASK, "--where", "contxt > 5"), "unknown field 'contxt'. Did you mean `context`"),
        ((*ASK, "--where", "context"), "expected FIELD OP VALUE"),
        ((*ASK, "--evidence", "some"), "--evidence: is 'some', expected any, tested or strict"),
        ((*ASK, "--top", "0"), "--top: is 0, expected a whole number from 1 to 100,000"),
        ((*ASK, "--top", "many"), "'many' is not a valid int"),
        ((*ASK, "--format", "jsn"), "one of table, json, yaml, ndjson, csv, markdown, html. Did you mean `json`?"),
        ((*ASK, "--color", "maybe"), "--color: is 'maybe', expected one of auto, always, never"),
        ((*ASK, "--as-of", TOMORROW), f"--as-of: is {TOMORROW}, which is after today"),
        ((*ASK, "--as-of", "2026-02-30"), "--as-of: is '2026-02-30', expected a date"),
        ((*ASK, "--as-of", "soon"), "--as-of: is 'soon', expected a date"),
        ((*ASK, "--as-of", ""), "--as-of: is '', expected a date"),
        (("show", "muse-spark", "--as-of", "2020-01-01"), "meta/muse-spark was not known on 2020-01-01"),
        ((*ASK, "--nead", "x"), "No such option: --nead"),
        (("recomend",), "No such command 'recomend'"),
        (("--json", *ASK), "No such option: --json. Write it behind the command: "),
        (("--need", "coding"), "Write it behind the command: "),
        (("status",), "error: Missing MODELS. For example: modelpick status "),
        (("explain", "muse-spark", "coding"), "'coding' has no place here. Did you mean `--need coding`?"),
        (("init", "here"), "init --help` shows what it takes"),
        (("check",), "say what is to be checked. Name a file, or a profile with --profile"),
        (("trial", "init", "coding"), "For example: --task .@HEAD~1..HEAD --prompt bug.md --test "),
        (("recommend", "coding", "gpt-5.5"), "'gpt-5.5' is a model, not a need. Consider it alone with --only gpt-5.5"),
        ((*ASK, "--license", "gpl"), "--license: is 'gpl', expected one of osi, permissive, commercial"),
        (("rules", "show", "self-hots"), "unknown rule 'self-hots'. Did you mean `self-host`"),
        (("rules", "list", "--kind", "needs"), "--kind: is 'needs', expected one of need, constraint"),
        (("list", "--columns", "id,prise.in"), "unknown field 'prise.in'. Did you mean `price.in`"),
        (("list", "--sort", "size"), "unknown field 'size'"),
        (("list", "--where", "weights = opn"), "no model has 'opn' as its `weights`. Did you mean `open`?"),
        (("list", "--where", "weights = none"), "no model has 'none' as its `weights`. It is closed or open"),
        (("list", "--where", "weights = open or context > 1M"), "joins comparisons by `or`. All of them have to hold"),
        ((*ASK, "--where", "lab = opneai"), "no model has 'opneai' as its `lab`. Did you mean `openai`"),
        (("list", "--where", "lab in opnai,antropic"), "no model has 'opnai' as its `lab`. Did you mean `openai`"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "",
)  # fmt: skip
def test_a_wrong_question_is_refused_in_one_sentence(run: Run, args: tuple[str, ...], said: str) -> None:
    (line,) = refused(run(*args))
    assert line.startswith("error: ")
    assert said in line


def test_control_characters_of_a_name_are_shown_as_text(run: Run) -> None:
    (line,) = refused(run("show", "a\x1b[31mb\nc"))
    assert "\x1b" not in line


PROBLEMS = {
    "tab": ("models:\n\t- id: a/one\n", ":2:1: a tab stands where YAML wants spaces"),
    "duplicate key": ("models: []\nmodels: []\n", ":2:1: key 'models' is given twice, first in line 1"),
    "alias bomb": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", ":1:4: anchor &a is not allowed"),
    "two documents": ("models: []\n---\nmodels: []\n", ":2:1: a second YAML document"),
    "deep brackets": ("models: " + "[" * 100_000 + "]" * 100_000, "nested more than 40 deep"),
    "deep braces": ("{a: " * 100_000, "nested more than 40 deep"),
    "not a catalog": ("just text", ":1:1: expected a mapping with `models:`"),
    "empty": ("", ":1:1: expected a mapping with `models:`"),
    "unknown key": ("modells: []\n", ":1:1: unknown key 'modells'. Did you mean `models`?"),
    "python object": ("models: !!python/object/apply:os.system [true]\n", "is not allowed"),
    "a name that leads nowhere": (
        "models:\n- {id: a/one, name: One, context: {value: 5, source: nowhere}}\n",
        ":2:46: source 'nowhere' is not in the catalog",
    ),
    "a day of the future": (
        "models:\n- {id: a/one, name: One, released: 2999-01-01}\n",
        ":2:26: `released` is 2999-01-01, after today",
    ),
}


@pytest.mark.parametrize(("text", "said"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_faulty_catalog_is_refused_with_its_place(run: Run, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    (line,) = refused(run(*ASK, "--no-bundled", "--catalog", path))
    assert line.startswith(f"error: {path}")
    assert said in line


BYTES = {
    "binary": (
        b"\x7fELF\x02\x01\x01\x00\x00\x00",
        "U+007F is not allowed in YAML; this does not look like a text file",
    ),
    "null bytes": (b"models: []\n\x00\x00", "U+0000 is not allowed in YAML"),
    "invalid utf-8": (b"models: []\n# caf\xe9\n", ":2:6: byte 0xe9 is not UTF-8. Save the file as UTF-8 text"),
    "utf-16": ("models: []".encode("utf-16"), "is not UTF-8"),
}


@pytest.mark.parametrize(("raw", "said"), BYTES.values(), ids=BYTES)
def test_a_file_that_is_no_text_is_refused(run: Run, tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(raw)
    (line,) = refused(run(*ASK, "--no-bundled", "--catalog", path))
    assert said in line


def test_a_file_of_200_megabytes_is_refused_unread(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(200 * 1024**2)
    (line,) = refused(run(*ASK, "--no-bundled", "--catalog", path))
    assert "the file has 200 MB, more than the limit of 32 MB. Split it into several files" in line


@pytest.mark.parametrize("option", ["--catalog", "--profile"])
@pytest.mark.parametrize(("name", "said"), [("nowhere.yaml", "does not exist"), (".", "is a folder")])
def test_a_file_that_is_not_there_is_said_to_be_missing(
    run: Run, tmp_path: Path, option: str, name: str, said: str
) -> None:
    (line,) = refused(run("recommend", "--no-bundled", option, tmp_path / name))
    assert said in line


@pytest.mark.parametrize("name", ["nowhere", "file"])
def test_rules_are_a_folder(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (line,) = refused(run(*ASK, "--no-bundled", "--rules", tmp_path / name))
    assert "is not a folder of rules" in line


def test_all_the_errors_of_a_catalog_are_reported_together(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(
        "sources: [{id: board, title: B, publisher: B, kind: independent}]\n"
        "benchmarks: [{id: exam, name: E, family: e, tests: x, unit: percent, range: [0, 100],"
        " anchors: {worst: 0, best: 100, why: x}, noise: {tau0: 2}}]\n"
        "models:\n"
        "- id: a/one\n"
        "  name: One\n"
        "  measurements:\n"
        "  - {benchmark: exam, value: 140, by: vendor, source: board, on: 2026-01-01}\n"
        "  - {benchmark: exam, value: 50, by: vendor, source: baord, on: 2026-01-02}\n"
        "- {id: a/one, name: Again}\n",
        encoding="utf-8",
    )
    lines = refused(run(*ASK, "--no-bundled", "--catalog", path))
    assert {line.removeprefix(f"error: {path}") for line in lines[:-1]} == {
        ":7:23: exam of a/one is 140, outside 0 to 100 percent",
        ":8:46: source 'baord' is not in the catalog. Did you mean `board`?",
        ":9:3: id a/one is used twice, first in line 4. Merge the two entries",
    }
    assert lines[-1] == "error: 3 errors; nothing was read"


def test_a_score_over_the_bundled_data_is_held_to_the_bundled_range(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "models:\n- id: meta/muse-spark\n  measurements:\n"
        "  - {benchmark: swe-bench-verified, value: 140, by: self, source: toolbench-2026-07-04, on: 2026-08-01}\n",
        encoding="utf-8",
    )
    (line,) = refused(run(*ASK, "--catalog", path))
    assert ":4:37: swe-bench-verified of meta/muse-spark is 140, outside 0 to 100 percent" in line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("neds: {coding: 1}\n", ":1:1: unknown key 'neds'. Did you mean `needs`"),
        ("needs: {coding: -1}\n", ":1:9: `coding` is -1"),
        ("needs: {coding: lots}\n", ":1:9: `coding` is 'lots'"),
        ("needs: {codign: 1}\n", "unknown need 'codign'"),
        ("needs: {coding: 1}\nconstraints: {license: permisive}\n", "Did you mean `permissive`?"),
        ("needs: {coding: 1}\nconstraints: {self-host: 5}\n", "--self-host: is a switch and takes no value"),
        ("needs: {coding: 1}\nconstraints: {max-price: -3}\n", "--max-price: is -3, expected a number from 0 to"),
        ("needs: {coding: 1}\nevidence: some\n", ":2:1: `evidence` is 'some', expected one of any, tested, strict"),
        ("needs: {coding: 1}\ntop: 0\n", ":2:1: `top` is 0"),
        ("needs: {coding: 1}\nonly: [zzzzzz]\n", "unknown model 'zzzzzz'"),
        ("needs: {coding: 1}\nas_of: 2999-01-01\n", "2999-01-01, which is after today"),
        ("\tneeds: 1\n", "a tab stands where YAML wants spaces"),
        ("", ":1:1: expected a mapping with `needs:`"),
    ],
)
def test_a_faulty_profile_is_refused(run: Run, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(text, encoding="utf-8")
    (line,) = refused(run("recommend", "--profile", path))
    assert said in line


RULE = """id: mine
kind: constraint
title: Mine
about: x
parameter: {type: flag, about: x}
require: {field: weights, eq: open}
fail: no
unknown: x
examples:
- {given: {weights: open}, expect: pass}
- {given: {weights: closed}, expect: fail}
- {given: {}, expect: unknown}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: constraint", "kind: constrain", "`kind` is 'constrain', expected one of need, constraint"),
        ("kind: constraint\n", "", "`kind` is None, expected one of"),
        ("field: weights", "field: wieghts", "unknown field 'wieghts'. Did you mean `weights`?"),
        ("eq: open}", "eqq: open}", "unknown key 'eqq'. Did you mean `eq`?"),
        ("eq: open}", "eq: open, ne: closed}", "expected `field` with one operator"),
        ("fail: no", "fail: it is {wieghts}", "unknown field 'wieghts'"),
        ("- {given: {}, expect: unknown}\n", "", "`examples`: list should have at least 3 items"),
        ("title: Mine\n", "", "`title` is missing"),
    ],
)
def test_a_faulty_rule_is_refused(run: Run, tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in RULE
    (tmp_path / "mine.yaml").write_text(RULE.replace(old, new), encoding="utf-8")
    lines = refused(run("rules", "list", "--no-bundled", "--rules", tmp_path))
    assert any(said in line for line in lines)


def test_the_rule_that_these_faults_start_from_is_sound(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(RULE, encoding="utf-8")
    assert run("rules", "test", "--no-bundled", "--rules", tmp_path).code == 0


def test_two_files_of_one_rule_are_refused(run: Run, tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(RULE, encoding="utf-8")
    (line,) = refused(run("rules", "list", "--no-bundled", "--rules", tmp_path))
    assert "constraint mine is also in" in line


def test_an_example_that_does_not_hold_is_an_answer_and_the_answer_is_no(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(RULE.replace("expect: pass", "expect: fail"), encoding="utf-8")
    result = run("rules", "test", "--no-bundled", "--rules", tmp_path)
    assert (result.code, result.err) == (1, "")


def test_a_need_on_a_benchmark_that_the_catalog_lacks_is_refused(run: Run, tmp_path: Path) -> None:
    catalog, rules = tmp_path / "empty.yaml", tmp_path / "rules"
    catalog.write_text("models: []\n", encoding="utf-8")
    rules.mkdir()
    shutil.copy(Path(__file__).parent / "scenarios" / "shared" / "rules" / "work.yaml", rules)
    options = ("--no-bundled", "--rules", rules, "--catalog", catalog)
    (line,) = refused(run("recommend", "--need", "work", *options))
    assert "need work uses benchmark 'exam', which the catalog does not have" in line


def test_validation_reports_faults_as_its_answer_and_exits_2(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("models:\n- {id: a/one}\n- {nmae: x}\n", encoding="utf-8")
    result = run("catalog", "validate", "--no-bundled", path, "--format", "json")
    assert result.code == 2
    assert "unknown key 'nmae'" in result.out
    assert "Traceback" not in result.err


LONG = "9" * 5000


@pytest.mark.parametrize(
    "args",
    [
        (*ASK, "--top", "1" + "0" * 400),
        (*ASK, "--top", LONG),
        (*ASK, "--concurrency", "1" + "0" * 400),
        (*ASK, "--hardware", f"{LONG}x h100"),
        (*ASK, "--vram", f"{LONG}GB"),
        (*ASK, "--context", LONG),
        (*ASK, "--max-price", LONG),
        (*ASK, "--where", f"context >= {LONG}"),
        (*ASK, "--where", "a b " * 2000),
        (*ASK, "--not-retiring-within", LONG),
        (*ASK, "--as-of", LONG),
        ("recommend", "--need", f"coding={LONG}"),
        ("recommend", "word " * 1000),
        ("recommend", "--persona", "it's" * 1000),
        ("fit", "gpt-oss-120b", "--min-speed", "nan"),
        ("status", "--live", "muse-spark", "--timeout", "nan"),
        ("status", "--live", "muse-spark", "--timeout", "inf"),
        ("catalog", "update", "--timeout", "nan", "--from", "x"),
        ("catalog", "info", "--limit", "1" + "0" * 400),
        ("watch", "muse-spark", "--within", LONG),
        ("show", "x" * 5000),
        ("list", "--no-such-option" * 500),
        ("audit", LONG),
        (*ASK, "--catalog", LONG),
        (*ASK, "--rules", LONG),
        (*ASK, "--profile", LONG),
        ("init", "--file", LONG),
    ],
    ids=lambda args: " ".join(args)[:60],
)
def test_a_number_without_bounds_and_a_value_without_end_are_told_in_few_words(run: Run, args: tuple[str, ...]) -> None:
    refused(run(*args))


@pytest.mark.parametrize(
    "url", ["ftp://example.org/x", "file:///etc/passwd", "http://example.org/x", "https://a:b@example.org/"]
)
def test_an_address_that_cannot_be_fetched_is_a_wrong_question_and_no_server_that_is_down(run: Run, url: str) -> None:
    (line,) = refused(run("catalog", "update", "--source", "models-dev", "--from", url))
    assert line.startswith("error: --from: ")


def test_the_help_shows_brackets_as_they_are_written(run: Run) -> None:
    """Which a renderer of markup would take for a style."""
    for args in (("cost", "--help"), ("cost", "--help-all"), ("recommend", "--help-all")):
        found = run(*args)
        assert "modelpick[plot]" in " ".join(found.out.split()) or "--plot" not in found.out


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(36, "File name too long", "x" * 400), "cannot be used: File name too long"),
        (OSError(36, "File name too long", "a b " * 400), " ... "),
        (
            PermissionError(13, "Permission denied", "secret.yaml"),
            "error: secret.yaml: cannot be used: Permission denied",
        ),
        (MemoryError(), "error: the memory is full"),
    ],
)
def test_what_the_system_refuses_is_no_fault_of_the_program(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def refuse() -> str:
        raise error

    monkeypatch.setattr("modelpick.cli.start.start_screen", refuse)
    (line,) = refused(run())
    assert said in line


@pytest.mark.parametrize("option", ["--catalog", "--rules", "--profile"])
def test_a_long_path_of_several_words_is_repeated_in_short(run: Run, option: str) -> None:
    (line,) = refused(run("recommend", "coding", option, "a b " * 300))
    assert " ... " in line
    assert len(line) < 500
