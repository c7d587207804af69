"""``python -m modelpick``, and the console script."""

from modelpick import interrupts

interrupts.install()  # before anything else is imported: that takes a while, and may be interrupted too

import os  # noqa: E402
import sys  # noqa: E402


def run() -> None:
    """The program. A shell that asks for completions is answered before the command line is imported."""
    if "_MODELPICK_COMPLETE" in os.environ:
        from modelpick.cli.complete import answered

        try:
            if answered():
                sys.stdout.flush()
                return
        except OSError:
            os._exit(0)  # the shell does not wait for the words any more
    from modelpick.cli import streams

    streams.complete()
    from modelpick.cli.quick import answered as read_and_answered

    code = read_and_answered(sys.argv[1:])
    if code is None:
        from modelpick.cli.main import main

        code = main()
    interrupts.done()
    sys.exit(code)


if __name__ == "__main__":
    run()
