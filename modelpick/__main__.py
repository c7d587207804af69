"""``python -m modelpick``, and the console script."""

from __future__ import annotations

import os
import sys


def run() -> None:
    """The program. A shell that asks for completions is answered before the command line is imported."""
    if "_MODELPICK_COMPLETE" in os.environ:
        from modelpick.cli.complete import answered

        if answered():
            return
    from modelpick.cli.main import main

    sys.exit(main())


if __name__ == "__main__":
    run()
