"""`modelpick scores`: results of your own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from modelpick.cli import completion
from modelpick.cli.declared import Argument, Group, Option
from modelpick.cli.session import answer, open_catalog
from modelpick.cli.shared import Common, common
from modelpick.cli.streams import write
from modelpick.render.safe import visible

app = Group(
    help="Results of your own: what you measured yourself, weighed by its number of tasks.", no_args_is_help=True
)

Like = Annotated[
    str | None,
    Option("--like", help="The benchmark by which results on a new test are expected.",
           autocompletion=completion.benchmarks),
]  # fmt: skip
InFile = Annotated[Path | None, Option("--file", help="The catalog file; the project's if none.")]


@app.command()
@common
def add(
    model: Annotated[str, Argument(help="A model.", autocompletion=completion.models)],
    benchmark: Annotated[
        str, Argument(help="A benchmark id, or the name of a test of your own.", autocompletion=completion.benchmarks)
    ],
    value: Annotated[str, Argument(help="How many of how many tasks, 12/20; or a figure in the benchmark's unit.")],
    on: Annotated[str | None, Option("--on", help="The day of the measurement; today if none.")] = None,
    variant: Annotated[str | None, Option("--variant", help="Effort or mode, such as high.")] = None,
    tools: Annotated[str | None, Option("--tools", help="none or with.")] = None,
    note: Annotated[str | None, Option("--note", help="A remark that stays with the figure.")] = None,
    like: Like = None,
    new: Annotated[bool, Option("--new", help="A new test is meant, though its name is near another.")] = False,
    file: InFile = None,
    *,
    common: Common,
) -> None:
    """Add a result of your own to the project's modelpick.yaml; it counts from then on in the project.

    12/20 weighs as much as 20 tasks do, beside what is published; a figure without tasks stands in place of it.

    Examples:

      modelpick scores add "opus 4.6" my-tasks 12/20

      modelpick scores add "opus 4.6" swe-bench-verified 71.5 --note my-40-tickets
    """
    catalog = open_catalog(common, "scores add")
    added = catalog.add_score(
        model, benchmark, value, on=on, variant=variant, tools=tools, note=note, like=like, new=new, file=file
    )
    text = f"{added.file}: added {added.line}\n"
    if added.new_test:
        text = f"{added.file}: new test {added.new_test}\n{text}Weigh it in a question: --own {benchmark}=0.5\n"
    write("".join(visible(line) + "\n" for line in text.splitlines()))


@app.command(name="import")
@common
def import_(
    files: Annotated[list[Path], Argument(help="Logs and reports of evaluation tools, or CSV.", metavar="FILE")],
    model: Annotated[
        str | None,
        Option("--model", help="Whose results they are, where they do not say it.", autocompletion=completion.models),
    ] = None,
    benchmark: Annotated[
        str | None,
        Option(
            "--benchmark",
            "-b",
            help="The test that they are of, where they do not say it.",
            autocompletion=completion.benchmarks,
        ),
    ] = None,
    metric: Annotated[
        str | None, Option("--metric", help="The scorer, filter or metric that counts; the tool's first if none.")
    ] = None,
    on: Annotated[str | None, Option("--on", help="The day of results that bear none; today if none.")] = None,
    like: Like = None,
    file: InFile = None,
    *,
    common: Common,
) -> None:
    """Add results of evaluation tools to the project's modelpick.yaml: all of a file or nothing.

    Inspect, lm-evaluation-harness, promptfoo, SWE-bench, Harbor, Terminal-Bench, Every Eval Ever, DeepEval, OpenAI
    evals, aider, and CSV with the columns model, benchmark, passed, total. Attempts that ended in an error are left out
    of the count, unless the tool scored them; several readings of the same answers count once.

    Examples:

      modelpick scores import my-logs/*.json

      modelpick scores import my-run.json --benchmark swe-bench-verified --model "opus 4.6"
    """

    catalog = open_catalog(common, "scores import")
    report = catalog.import_scores(files, model=model, benchmark=benchmark, metric=metric, like=like, on=on, file=file)
    counted = any(line.fate in ("added", "kept_before") for each in report.files for line in each.lines)
    answer(report, common, catalog, passed=counted)


@app.command()
@common
def remove(
    model: Annotated[str, Argument(help="A model.", autocompletion=completion.models)],
    benchmark: Annotated[str, Argument(help="A benchmark id.", autocompletion=completion.benchmarks)],
    on: Annotated[str | None, Option("--on", help="Only the result of this day.")] = None,
    file: InFile = None,
    *,
    common: Common,
) -> None:
    """Take results of your own out of the project's modelpick.yaml again; a test goes with its last result.

    Example: modelpick scores remove "opus 4.6" my-tasks
    """
    gone = open_catalog(common, "scores remove").remove_score(model, benchmark, on=on, file=file)
    write("".join(visible(f"removed {line}") + "\n" for line in gone))
