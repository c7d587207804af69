"""`modelpick trial`: a few tasks of your own, for the models that a question puts first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from modelpick.cli.declared import Argument, Group, Option
from modelpick.cli.session import answer, needs_said, open_catalog, request_from
from modelpick.cli.shared import Common, QuestionOptions, asks, common
from modelpick.cli.streams import tell
from modelpick.render.safe import visible

if TYPE_CHECKING:
    from modelpick.cli import completion

app = Group(help="Try the first models of an answer on tasks of your own.", no_args_is_help=True)

TASKS = "Tasks"


@app.command()
@common
@asks
def init(
    needs: Annotated[
        list[str] | None,
        Argument(help="What it is for, as with recommend.", metavar="NEED[=WEIGHT]", autocompletion=completion.needs),
    ] = None,
    task: Annotated[
        list[str] | None,
        Option(
            "--task",
            help="A commit before a fix, and the fix whose tests decide (repeatable).",
            panel=TASKS,
            metavar="REPO@COMMIT[..FIX]",
        ),
    ] = None,
    prompt: Annotated[
        list[Path] | None,
        Option("--prompt", help="What is wrong, in a text file; one a task.", panel=TASKS, metavar="FILE"),
    ] = None,
    test: Annotated[
        list[str] | None,
        Option(
            "--test", help="The command that must succeed; one for all, or one a task.", panel=TASKS, metavar="COMMAND"
        ),
    ] = None,
    name: Annotated[str, Option("--name", help="What the test is called.", panel=TASKS)] = "my-tasks",
    folder: Annotated[Path, Option("--dir", help="The folder to write.", panel=TASKS)] = Path("trial"),
    sandbox: Annotated[
        str,
        Option(
            "--sandbox",
            help="Where the models' commands run: docker; local is this machine, as you.",
            panel=TASKS,
            metavar="docker|local",
            autocompletion=completion.choices("docker", "local"),
        ),
    ] = "docker",
    tool: Annotated[
        str,
        Option(
            "--tool",
            help="What runs it: inspect, an agent in a sandbox; promptfoo, one prompt and one answer.",
            panel=TASKS,
            metavar="inspect|promptfoo",
            autocompletion=completion.choices("inspect", "promptfoo"),
        ),
    ] = "inspect",
    force: Annotated[bool, Option("--force", help="Replace what is in the folder.", panel=TASKS)] = False,
    *,
    asked: QuestionOptions,
    common: Common,
) -> None:
    """Write an evaluation of your own fixes for the first models of a question: 3, unless --top says how many.

    It says what the run may cost, and how many tasks a decision needs. You run it yourself, with your own keys.

    Example: modelpick trial init coding --task my-repo@HEAD~1..HEAD --prompt my-bug.md --test "pytest -x tests"
    """  # fmt: skip

    catalog = open_catalog(common, "trial init")
    question = asked.changed(need=[*asked.need, *needs_said(needs or [], catalog)])
    plan = catalog.trial(
        request_from(question, common, catalog), task or (), prompt or (), test or (),
        name=name, folder=folder, sandbox=sandbox, models=asked.top, force=force, tool=tool,
    )  # fmt: skip
    answer(plan, common, catalog)


@app.command()
@common
@asks
def read(
    logs: Annotated[list[Path], Argument(help="The logs of the run.", metavar="LOG")],
    share: Annotated[float, Option("--share", help="What the tasks weigh in the answer.", panel=TASKS)] = 0.5,
    folder: Annotated[Path, Option("--dir", help="The folder of the trial.", panel=TASKS)] = Path("trial"),
    model: Annotated[
        str | None,
        Option(
            "--model",
            help="Whose results they are, where they do not say it.",
            panel=TASKS,
            autocompletion=completion.models,
        ),
    ] = None,
    file: Annotated[Path | None, Option("--file", help="The catalog file; the project's if none.", panel=TASKS)] = None,
    *,
    asked: QuestionOptions,
    common: Common,
) -> None:
    """Add the results of a trial to your own, and answer the question again with them.

    Example: modelpick trial read my-logs/*.json --need coding
    """
    report = open_catalog(common, "trial read").import_scores(logs, model=model, file=file, trial=folder)
    tests = dict.fromkeys(line.benchmark for each in report.files for line in each.lines if line.benchmark)
    for each in report.files:
        for line in each.lines:
            said = f"{line.passed:g} of {line.n}" if line.passed is not None else "no count"
            tell(visible(f"note: {line.model or line.model_written}: {said} on {line.benchmark_written}, {line.fate}"))

    catalog = open_catalog(common, "trial read")  # with what was just added to it
    own = [f"{test}={share / len(tests):g}" for test in tests]
    found = catalog.recommend(request_from(asked.changed(own=[*asked.own, *own]), common, catalog))
    answer(found, common, catalog, passed=found.verdict.state != "none")
