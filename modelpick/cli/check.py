"""`modelpick check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from modelpick.cli.declared import Option
from modelpick.cli.options import Common, common
from modelpick.cli.session import answer
from modelpick.model.errors import Exit

if TYPE_CHECKING:
    from modelpick.api import Catalog


@common
def check(
    profile: Annotated[
        Path, Option("--profile", help="A saved question that pins a model.", metavar="FILE", show_default=False)
    ],
    within: Annotated[
        str, Option("--within", help="An end of the API within these days is a no.", metavar="DAYS")
    ] = "0d",
    *,
    common: Common,
) -> None:
    """Check that the model that a profile pins is still allowed, there, good and cheap enough. Exit code 1 if not.

    Example: modelpick check --profile my-profile.yaml --within 90d
    """

    def work(catalog: Catalog) -> tuple[Any, Exit]:
        report = catalog.check(profile, within=within, as_of=common.as_of)
        return report, Exit.ANSWERED if report.passed else Exit.NO

    answer("check", common, work)
