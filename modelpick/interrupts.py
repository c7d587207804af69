"""Ctrl-C ends the program at once, with 130 and without a word, whatever it is doing: importing, waiting for a thread.

An exception raised in the middle of anything would be swallowed here and printed there. So the process ends where it
stands; only what must not be cut in two asks for a delay, and what must tidy up the terminal asks for the exception.
Nothing of this holds before `install`, which the program alone calls: whoever imports the package keeps their handler.
"""

# `_signal` is built into every Python and loaded before the program. To import `signal`, which is written around it,
# takes a while, and until `install` an interrupt ends in a traceback; for that reason no `from __future__` either.
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
else:
    import _signal as signal

STOPPED = 130
"""The exit code of a program that Ctrl-C ended."""


class _CountedRegion:
    """Counts how deep the program is in regions of one sort; usable in any thread, and again."""

    def __init__(self) -> None:
        self.inside: list[None] = []

    def __enter__(self) -> None:
        self.inside.append(None)

    def __exit__(self, *_: object) -> None:
        self.inside.pop()
        if self is held and not self.inside and _signals_held:
            _end_or_raise()


held = _CountedRegion()
"""``with held:`` an interrupt waits until this is done: a file that is put in its place."""
raised = _CountedRegion()
"""``with raised:`` an interrupt is a `KeyboardInterrupt`: a terminal or other processes are to be left in order."""
ignored = _CountedRegion()
"""``with ignored:`` an interrupt is for somebody else: a pager that is being read."""
_signals_held: list[int] = []


class _KeptFromChildren:
    """``with kept_from_children:`` processes that are started now never hear of an interrupt: whoever started them
    ends them. One that comes meanwhile comes a moment later.
    """

    def __enter__(self) -> None:
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def __exit__(self, *_: object) -> None:
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


kept_from_children = _KeptFromChildren()


def install() -> None:
    """From here on SIGINT ends the program; not where whoever started it has SIGINT ignored, as `nohup` does."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _on_interrupt)


def done() -> None:
    """The exit code is settled: an interrupt while Python shuts down changes nothing any more."""
    if signal.getsignal(signal.SIGINT) is _on_interrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _on_interrupt(number: int, _frame: object) -> None:
    if ignored.inside:
        return
    if held.inside:
        _signals_held.append(number)
    else:
        _end_or_raise()


def _end_or_raise() -> None:
    _signals_held.clear()
    if raised.inside:
        raise KeyboardInterrupt
    os._exit(STOPPED)
