"""`modelpick rules`: needs, constraints, advisories and personas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from modelpick.cli.declared import Argument, Ended, Group, Option
from modelpick.cli.session import open_catalog
from modelpick.cli.session import show as write
from modelpick.cli.shared import Common, common
from modelpick.model.errors import Exit

if TYPE_CHECKING:
    from modelpick.cli import completion

app = Group(help="Look at and test the rules.", no_args_is_help=True)


@app.command("list")
@common
def list_rules(
    kind: Annotated[
        str | None,
        Option(
            "--kind",
            help="need, constraint, advisory or persona.",
            metavar="KIND",
            autocompletion=completion.rule_kinds,
        ),
    ] = None,
    *,
    common: Common,
) -> None:
    """List the rules: needs, constraints, advisories, personas."""
    write(open_catalog(common, "rules list").rules(kind), common)


@app.command()
@common
def show(
    rule: Annotated[str, Argument(help="A rule id, or KIND/ID.", autocompletion=completion.rules)], *, common: Common
) -> None:
    """Show a rule: what it says, why, on which sources, and its examples.

    Example: modelpick rules show self-host
    """
    write(open_catalog(common, "rules show").rule(rule), common)


@app.command()
@common
def test(*, common: Common) -> None:
    """Run the examples that every rule carries. Exit code 1 if one fails.

    Example: modelpick rules test --rules my-rules
    """
    result = open_catalog(common, "rules test").test_rules()
    write(result, common)
    if result.failed:
        raise Ended(Exit.NO)
