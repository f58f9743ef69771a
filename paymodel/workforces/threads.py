"""Work on arrays beside other work on arrays: numpy lets a second thread run, so that two cores share it."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from itertools import islice
from typing import Any, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")
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


def in_order(work: Callable[[Item], Made], items: Iterable[Item]) -> list[Made]:
    """What work makes of each item, in their order; two are worked on at once.

    >>> in_order(str.upper, ["a", "b"])
    ['A', 'B']
    """
    with ThreadPoolExecutor(WAITING) as threads:
        return list(threads.map(lambda item: copy_context().run(work, item), items))


def in_background(work: Callable[..., Made], items: Iterable[tuple[Any, ...]]) -> list[Future[Made]]:
    """Work that begins for items, one after the other, while whoever asks for it goes on; `result` waits for each.

    >>> [made.result() for made in in_background(max, [(1, 2), (4, 3)])]
    [2, 4]
    """
    thread = ThreadPoolExecutor(1)
    begun = [thread.submit(copy_context().run, work, *item) for item in items]
    thread.shutdown(wait=False)
    return begun


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
