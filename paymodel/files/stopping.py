"""A command that is told to end (kill, a closed terminal, a shutdown) takes away what it has half written first."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""What ends a command beside Ctrl-C, where the system has it."""


class Stopped(BaseException):
    """A signal has come: whatever is open is closed on the way out, as after Ctrl-C."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)

    @property
    def status(self) -> int:
        """The exit status of a command that a signal ended, as shells give it."""
        return 128 + self.number


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Within, signals that end a process raise `Stopped` in it. Those that it was told to ignore (nohup) stay ignored.

    A second one does not disturb the tidying up; Ctrl-C still ends that too.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [int(getattr(signal, name)) for name in SIGNALS if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    before = {number: handler for number, handler in before.items() if handler is signal.SIG_DFL}

    come: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        come.append(number)
        if len(come) == 1:
            raise Stopped(number)

    for number in before:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
