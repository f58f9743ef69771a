"""How far long work is: on a terminal, and told to who listens."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

Listener = Callable[[str, float | None], None]
_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Within, a listener is told of progress: words, and the share of the work that is done where it is known.

    What it raises ends the work.

    >>> with listening(lambda words, share: print(words, share)):
    ...     progress("part 1 of 2", 0.5)
    part 1 of 2 0.5
    """
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def notice(words: str) -> None:
    """Say something that is neither an answer nor a fault: a line on standard error, if there is one."""
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.write(f"paymodel: {words}\n")
            sys.stderr.flush()


def progress(words: str, share: float | None = None) -> None:
    """Show progress on standard error, if that is a terminal; tell who listens."""
    listener = _LISTENER.get()
    if listener:
        listener(words, share)
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write(f"\r{words:<40}" if words else f"\r{'':<40}\r")
        sys.stderr.flush()
