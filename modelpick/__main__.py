"""``python -m modelpick``, and the console script."""

from modelpick import interrupts

interrupts.install()  # before anything else is imported: that takes a while, and may be interrupted too

import atexit  # noqa: E402
import gc  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402

YOUNG = 1_000_000
"""So many objects come and go before Python looks for garbage: a question ends with fewer, a long command still is
tidied up."""


def run() -> None:
    """The program."""
    _leave_process(main())


def main() -> int:
    """Do what the command line says; its exit code. A shell that asks for completions is answered before the command
    line is imported."""
    gc.set_threshold(YOUNG)
    if "_MODELPICK_COMPLETE" in os.environ:
        from modelpick.cli.complete import answered

        try:
            if answered():
                sys.stdout.flush()
                return 0
        except OSError:
            os._exit(0)  # the shell does not wait for the words any more
    from modelpick.cli import streams

    streams.complete()
    from modelpick.cli.quick import run_words

    return run_words()


def _leave_process(code: int) -> None:
    """End the process: at once where nothing is left to do, as to take Python apart takes a while. What was written
    has left by now."""
    interrupts.done()
    if _is_watched() or _has_more_to_do():
        sys.exit(code)
    os._exit(code)


def _is_watched() -> bool:
    """Whether a profiler, a debugger or `python -i` takes over when the program has ended."""
    return bool(sys.gettrace() or sys.getprofile() or sys.flags.inspect)


def _has_more_to_do() -> bool:
    """Whether threads are running still, or something waits for the end of the process."""
    threading = sys.modules.get("threading")
    return bool(threading and threading.active_count() > 1) or atexit._ncallbacks() > 0


if __name__ == "__main__":
    run()
