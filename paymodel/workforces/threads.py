"""Work on arrays beside other work on arrays: numpy lets a second thread run, so that two cores share it."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
WAITING = 2
"""How many pieces of work wait or run at most: each holds its arrays."""


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """Items in their order, each made in a thread while the one before it is used.

    >>> list(ahead(iter([1, 2, 3])))
    [1, 2, 3]
    """
    context = copy_context()

    def following() -> list[Item]:
        return list(islice(items, 1))

    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(context.run, following)
        while made := coming.result():
            coming = thread.submit(context.run, following)
            yield from made


def in_threads(work: Callable[[Item], None], items: Iterator[Item]) -> None:
    """Work done for every item, two at once. What it raises for one ends it, once what had begun is done.

    >>> done = []
    >>> in_threads(done.append, iter("abc"))
    >>> sorted(done)
    ['a', 'b', 'c']
    """
    begun: deque[Future[None]] = deque()
    with ThreadPoolExecutor(WAITING) as threads:
        for item in items:
            if len(begun) == WAITING:
                begun.popleft().result()
            begun.append(threads.submit(copy_context().run, work, item))
        for each in begun:
            each.result()
