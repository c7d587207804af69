"""The audit of a tree: what is read, what is said, what is left alone, and in which formats."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, Draft202012Validator

from modelpick.audit.ignores import by_line, ignores, is_ignored
from modelpick.audit.scan import mentions
from tests.conftest import DATA_DAY

ROOT = Path(__file__).resolve().parents[2]
SARIF = json.loads((Path(__file__).parent / "sarif-schema-2.1.0.json").read_text("utf-8"))
RETIRED = 'llm(model="gpt-3.5-turbo")\n'


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """An empty folder that is the current one, and a way to put files there."""
    monkeypatch.chdir(tmp_path)

    def put(files: dict[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return put


@pytest.fixture
def audit(run):
    def audit(*args: object, code: int | None = None) -> Any:
        found = run("audit", *(args or (".",)), "--as-of", DATA_DAY, "--format", "json")
        assert found.err == ""
        assert code is None or found.code == code
        return json.loads(found.out)

    return audit


def said(report: Any) -> list[tuple[str, str, int]]:
    return [(each["kind"], each["path"], each["line"]) for each in report["findings"]]


def test_what_is_wrong_is_said_with_place_and_successor(tree, audit):
    tree({"a.py": "\n" + RETIRED, "b.yaml": "model: gpt-4o\nother: {model: 'claude-sonet-4-5'}\n"})
    report = audit(code=1)
    assert said(report) == [("retired", "a.py", 2), ("retiring", "b.yaml", 1), ("misspelt-id", "b.yaml", 2)]
    first, second, third = report["findings"]
    assert (first["severity"], first["column"], first["end_column"]) == ("error", 12, 25)
    assert "retired at OpenAI on 2026-10-23" in first["text"]
    assert "in 48 days" in second["text"]
    assert third["hint"] == "Did you mean `claude-sonnet-4-5`?"
    Draft202012Validator(json.loads((ROOT / "docs/schema/audit.schema.json").read_text())).validate(report)


def test_how_far_ahead_is_asked(tree, audit):
    tree({"b.yaml": "model: gpt-4o\n"})
    assert [f["kind"] for f in audit(".", "--within", "30d")["findings"]] == ["floating-alias"]
    assert [f["kind"] for f in audit(".", "--within", "60")["findings"]] == ["retiring"]


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("note", 1), ("never", 0)])
def test_what_fails_is_asked(tree, audit, fail_on, code):
    tree({"b.yaml": "model: gpt-4o\n"})
    assert audit(".", "--fail-on", fail_on, code=code)["failed"] is bool(code)


def test_git_ignores_are_respected_nested_and_negated(tree, audit):
    tree(
        {
            ".git/info/exclude": "private.py\n",
            ".gitignore": "*.gen.py\n/build/\n",
            "sub/.gitignore": "!kept.gen.py\nonly_here.py\n",
            "a.gen.py": RETIRED,
            "private.py": RETIRED,
            "build/x.py": RETIRED,
            "sub/kept.gen.py": RETIRED,
            "sub/only_here.py": RETIRED,
            "only_here.py": RETIRED,
            "sub/build/x.py": RETIRED,
        }
    )
    expected = {"only_here.py", "sub/build/x.py", "sub/kept.gen.py"}
    assert {f["path"] for f in audit()["findings"]} == expected
    # The rules of the repository hold for a part of it, too.
    assert {f["path"] for f in audit("sub")["findings"]} == expected - {"only_here.py"}


def test_what_is_no_text_or_others_wrote_is_passed_by(tree, audit):
    big = RETIRED * 100_000
    tree(
        {
            "image.dat": b"\0\1" + RETIRED.encode(),
            "big.py": big,
            "node_modules/x.js": RETIRED,
            "uv.lock": RETIRED,
            "modelpick.yaml": "aliases: []\n",
            ".modelpick-baseline.json": '{"model": "gpt-4-0314"}\n',
            "latin.py": b"# caf\xe9\n" + RETIRED.encode(),
        }
    )
    report = audit()
    assert said(report) == [("retired", "latin.py", 2)]
    assert report["skipped"] == {
        "binary": 1,
        "settings of modelpick itself": 2,
        "too large": 1,
        "vendored or generated": 2,
    }
    assert report["files"] == 1


def test_links_are_not_followed(tree, audit, tmp_path_factory):
    root = tree({"a/x.py": RETIRED})
    (root / "a" / "loop").symlink_to(root / "a")
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "x.py"
    elsewhere.write_text(RETIRED)
    (root / "a" / "link.py").symlink_to(elsewhere)
    (root / "a" / "zero.py").symlink_to("/dev/zero")
    assert said(audit()) == [("retired", "a/x.py", 1)]
    # One that the user names is meant.
    assert len(said(audit("a/link.py"))) == 1


@pytest.mark.parametrize("kind", ["zero", "pipe", "itself", "sparse"])
def test_an_ignore_file_that_is_none_ignores_nothing(tree, audit, kind):
    """A link to /dev/zero would eat all memory, a pipe would wait for ever."""
    root = tree({"a/x.py": RETIRED})
    place = root / "a" / ".gitignore"
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "sparse":
        with place.open("wb") as file:
            file.truncate(2**40)
    else:
        place.symlink_to({"zero": "/dev/zero", "itself": place}[kind])
    assert said(audit()) == [("retired", "a/x.py", 1)]


class Counted:
    """Counts what is read."""

    def __init__(self, inner: Any) -> None:
        self.inner, self.bytes = inner, 0

    def __call__(self, handle: int, size: int) -> bytes:
        data: bytes = self.inner(handle, size)
        self.bytes += len(data)
        return data


def test_what_is_no_regular_file_or_too_large_is_never_read(tree, audit, monkeypatch):
    root = tree({"x.py": RETIRED})
    os.mkfifo(root / "pipe.py")
    with (root / "sparse.py").open("wb") as file:
        file.truncate(2**40)
    counted = Counted(os.read)
    monkeypatch.setattr(os, "read", counted)
    report = audit()
    assert said(report) == [("retired", "x.py", 1)]
    assert report["skipped"] == {"too large": 1}
    assert counted.bytes < 10_000_000


def test_a_tree_may_be_deeper_than_python_goes(tree, audit):
    root = tree({".gitignore": "*.gen.py\n"})
    for _ in range(1100):
        os.mkdir("d")
        os.chdir("d")
    Path("x.py").write_text(RETIRED, encoding="utf-8")
    Path("y.gen.py").write_text(RETIRED, encoding="utf-8")
    os.chdir(root)
    assert said(audit()) == [("retired", "d/" * 1100 + "x.py", 1)]
    for _ in range(1100):  # what clears the folder away recurses
        os.chdir("d")
    os.remove("x.py")
    os.remove("y.gen.py")
    for _ in range(1100):
        os.chdir("..")
        os.rmdir("d")


def test_a_name_of_any_bytes_is_written_out_in_every_format(tree, audit, run):
    tree({})
    with open(b"caf\xe9\n\x1b.py", "wb") as file:
        file.write(RETIRED.encode())
    (found,) = audit()["findings"]
    assert found["path"] == "caf\\udce9\n\x1b.py"
    for format in ("table", "json", "yaml", "csv", "markdown", "ndjson", "sarif", "github"):
        out = run("audit", ".", "--as-of", DATA_DAY, "--format", format).out
        assert out.encode("utf-8")
        assert "\x1b" not in out
    (result,) = json.loads(run("audit", ".", "--as-of", DATA_DAY, "--format", "sarif").out)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "caf%E9%0A%1B.py"


def test_what_lies_in_an_ignored_folder_is_ignored_where_it_is_named(tree, audit):
    tree({".git/HEAD": "", ".gitignore": "/build/\n", "build/a/x.py": RETIRED, "src/x.py": RETIRED})
    assert audit("build/a")["findings"] == []
    assert len(audit("src")["findings"]) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"""d"""\n\'gpt-4o\'\n' * 15_000, 15_000),
        ("'''" * 300_000 + "'gpt-4o'", 1),
        (" " * 1_000_000 + "'gpt-4o' " * 5_000, 5_000),
    ],
    ids=["docstrings", "quotes", "blanks"],
)
def test_a_file_of_any_content_is_read_in_one_pass(text, found):
    """Each of these took minutes to hours while something was looked through again for each find."""
    assert len(mentions(text, "x.py")) == found


def test_constants_of_a_library_are_read_in_one_pass():
    """Each of them looked through the whole file for what it imports and defines."""
    line = "x.model(ChatModel.GPT_4_1).y(LanguageModels.GPT_4O_1);\n"
    assert len(mentions("import com.openai.models.ChatModel;\n" + line * 2_000, "A.java")) == 4_000


@pytest.mark.parametrize("end", [" ", "\n"])
def test_any_number_of_ignores_is_read_in_one_pass(end):
    held = by_line(ignores(f"'gpt-4o' # modelpick: ignore[retired]{end}" * 30_000))
    assert all(is_ignored(held, "retired", line, DATA_DAY) for line in range(1, 30_000 if end == "\n" else 2))


def test_a_notebook_is_read_cell_by_cell(tree, audit, run):
    cells = [
        {"cell_type": "markdown", "source": ['model="gpt-3.5-turbo"']},
        {"cell_type": "code", "source": ["import x\n", RETIRED], "outputs": [{"text": [RETIRED]}]},
    ]
    tree({"n.ipynb": json.dumps({"cells": cells, "nbformat": 4})})
    (found,) = audit()["findings"]
    assert (found["cell"], found["line"], found["column"]) == (2, 2, 12)
    assert "cell 2, line 2" in run("audit", ".", "--format", "github", "--as-of", DATA_DAY).out


def test_an_ignore_holds_for_its_line_its_kind_and_its_time(tree, audit):
    line = 'llm(model="gpt-3.5-turbo")  # modelpick: ignore'
    tree(
        {
            "all.py": f"{line}\n",
            "kind.py": f"{line}[retired]\n",
            "other.py": f"{line}[license]\n",
            "above.py": f"# modelpick: ignore[retired] because of the old tests\n{RETIRED}{RETIRED}",
            "ahead.py": f"{line}[retired] until 2027-01-01 because it moves\n",
            "past.py": f"{line}[retired] until 2026-11-01 because it moves\n",
        }
    )
    report = audit()
    assert said(report) == [
        ("retired", "above.py", 3),
        ("retired", "other.py", 1),
        ("retired", "past.py", 1),
        ("expired-ignore", "past.py", 1),
    ]
    assert report["ignored"] == 4
    assert "2026-11-01 (it moves)" in report["findings"][-1]["text"]


def test_a_baseline_survives_moved_lines_and_shows_what_is_new(tree, audit):
    tree({"a.py": RETIRED, "b.py": RETIRED})
    assert audit(".", "--write-baseline", "base.json", code=0)["in_baseline"] == 2
    tree({"a.py": "\n\n\n" + RETIRED})
    assert said(audit(".", "--baseline", "base.json", code=0)) == []
    tree({"a.py": RETIRED + RETIRED, "c.py": RETIRED})
    assert said(audit(".", "--baseline", "base.json", code=1)) == [("retired", "a.py", 2), ("retired", "c.py", 1)]


def test_a_policy_is_asked(tree, audit):
    tree(
        {
            "modelpick.yaml": "policy:\n  deny:\n    - {models: [anthropic/claude-opus-4.6], because: too dear}\n",
            "a.py": 'm = "claude-opus-4-6"\n',
        }
    )
    kinds = [f["kind"] for f in audit(code=1)["findings"]]
    assert kinds[0] == "not-allowed"


def test_a_region_is_asked(tree, audit):
    tree({"a.py": 'm = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"\n'})
    kinds = [f["kind"] for f in audit(".", "--residency", "eu")["findings"]]
    assert "not-in-region" in kinds
    assert "not-in-region" not in [f["kind"] for f in audit(".", "--residency", "us")["findings"]]


def test_sarif_is_what_the_standard_says(tree, run):
    tree({"a b.py": RETIRED + 'x = "gpt-4-turbo"\n', "n.ipynb": json.dumps({"cells": [{"cell_type": "code", "source": RETIRED}]})})  # fmt: skip  # noqa: E501
    found = run("audit", ".", "--format", "sarif", "--as-of", DATA_DAY)
    assert found.code == 1
    log = json.loads(found.out)
    Draft4Validator(SARIF).validate(log)
    first, *_, last = log["runs"][0]["results"]
    assert first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b.py"
    assert log["runs"][0]["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "retired"
    assert "region" not in last["locations"][0]["physicalLocation"]


def test_nothing_found_is_sarif_too(tree, run):
    tree({"a.py": "x = 1\n"})
    log = json.loads(run("audit", ".", "--format", "sarif").out)
    Draft4Validator(SARIF).validate(log)
    assert log["runs"][0]["results"] == []


def test_github_shows_each_at_its_line(tree, run):
    tree({"a,b.py": RETIRED})
    out = run("audit", ".", "--format", "github", "--as-of", DATA_DAY).out
    assert out.startswith(
        "::error file=a%2Cb.py,line=1,col=12,endColumn=25,title=modelpick%3A Retired model::gpt-3.5-turbo: "
    )
    assert len(out.splitlines()) == 1


@pytest.mark.parametrize(
    ("args", "text"),
    [
        (["nowhere"], "nowhere: is not there"),
        ([".", "--fail-on", "eror"], "Did you mean `error`?"),
        ([".", "--within", "soon"], "expected a number of days"),
        ([".", "--baseline", "none.json"], "--write-baseline makes one"),
        ([".", "--format", "sarfi"], "Did you mean `sarif`?"),
        ([".", "--residency", "mars"], "--residency"),
    ],
)
def test_a_faulty_question_is_a_sentence(tree, run, args, text):
    tree({"a.py": RETIRED})
    found = run("audit", *args)
    assert found.code == 2
    assert text in found.err
    assert found.out == ""


def test_a_faulty_baseline_is_a_sentence(tree, run):
    for content in (
        "[]",
        "{",
        '{"schema_version": "1.0", "findings": [{}]}',
        '{"schema_version": "9", "findings": []}',
    ):
        tree({"base.json": content})
        found = run("audit", ".", "--baseline", "base.json")
        assert (found.code, "base.json: is no" in found.err) == (2, True), content


MANY = """
import os, signal, sys
from pathlib import Path
import modelpick.use_cases.source_tree as source_tree

source_tree._CHUNK = 2
jobs = [(name, False) for name in sys.argv[2:]] * 400
if __name__ == "__main__":
    found = source_tree._read_in_parallel(jobs, sys.argv[1])
    print(next(found).path, flush=True)
    if os.environ.get("KILLED"):
        os.kill(os.getpid(), signal.SIGKILL)
    print(sum(len(each.parts[0][1]) for each in found))
"""
STARTS = [pytest.param("fork", marks=pytest.mark.skipif(sys.platform != "linux", reason="not there")), "spawn"]


def read_by_several(tree, start, **environment):
    """What a program says that has several processes read many files; comes back when all of them have ended."""
    root = tree({"a.py": RETIRED * 10, "b.py": RETIRED, "many.py": MANY})
    ask = [sys.executable, "many.py", start, "a.py", "b.py"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    return subprocess.run(ask, cwd=root, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("start", STARTS)
def test_many_files_are_read_by_several_processes(tree, start):
    assert read_by_several(tree, start).stdout.split() == ["a.py", str(400 * 11 - 10)]


@pytest.mark.parametrize("start", STARTS)
def test_the_script_of_whoever_calls_is_not_run_again_by_processes(tree, start):
    unguarded = MANY.replace('if __name__ == "__main__":', "print('once', flush=True)\nif True:")
    root = tree({"a.py": RETIRED, "many.py": unguarded})
    ask = [sys.executable, "many.py", start, "a.py"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ran = subprocess.run(ask, cwd=root, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert (ran.stdout.split(), ran.stderr) == (["once", "a.py", "399"], "")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
@pytest.mark.parametrize("start", STARTS)
def test_no_process_is_left_behind_that_reads_for_nobody(tree, start):
    assert read_by_several(tree, start, KILLED="yes").returncode == -signal.SIGKILL


def test_letters_of_several_bytes_move_no_place(tree, audit):
    tree(
        {
            "a.yaml": 'b: \ufeff\u00e9\u00e9\nmodel: ["\u00e9\u6f22\U0001f600", "gpt-3.5-turbo"]\n',
            "b.yaml": b"# \xff\xe6\xbc\n\xc3x: 1\nmodel: gpt-4\n",
        }
    )
    found = audit()["findings"]
    assert [(each["path"], each["line"], each["column"], each["id"]) for each in found] == [
        ("a.yaml", 2, 17, "gpt-3.5-turbo"),
        ("b.yaml", 3, 8, "gpt-4"),
    ]


def test_what_is_only_resold_ends_with_its_maker(tree, audit):
    tree({"a.yaml": "- model: vertex_ai/claude-opus-4@20250514\n- model: azure/gpt-4o\n- model: groq/gemma-3-27b-it\n"})
    found = {each["line"]: each for each in audit()["findings"] if each["kind"] in ("retired", "retiring")}
    assert (found[1]["kind"], found[1]["severity"], found[1]["provider"]) == ("retired", "warning", "google-vertex")
    assert "was retired at Anthropic on 2026-06-15 (what Google Vertex AI" in found[1]["text"]
    assert found[1]["text"].endswith("says of it is not known)")
    assert all("OpenAI on" not in each["text"] for each in found.values())  # Azure has days of its own
    assert 3 not in found


def test_texts_of_files_steer_no_terminal(tree, run):
    tree({"a\x1b[31m.py": RETIRED})
    for fmt in ("table", "github", "sarif", "json"):
        assert "\x1b" not in run("audit", ".", "--format", fmt).out


def test_the_screen(tree, run):
    tree({"a.py": RETIRED})
    out = run("audit", ".", "--as-of", DATA_DAY, "--details").out
    assert "1 error in 1 file with 1 model id." in out
    assert "error  -  1:12 retired: gpt-3.5-turbo: GPT-3.5 Turbo was retired at OpenAI on 2026-10-23" in out
