"""The workforce question on a Dask cluster: the same parts, the same figures, more machines."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from paymodel.errors import Fault, Faults
from paymodel.files.staff_lists import Piece
from paymodel.files.tables import progress
from paymodel.files.workforces import Found, Options, Run, Store, Survey, repeated, too_few

TRIM_THRESHOLD = 128 * 1024 * 1024
"""Bytes of freed memory that a worker keeps: handing every block back at once costs a quarter of the time."""
RETRIES = 3


@lru_cache(maxsize=2)
def _run(options: Options) -> Run:
    """A worker's own run: rule books and posts are read once, not once for every part."""
    return Run(options)


def _survey(options: Options, piece: Piece) -> Survey:
    return _run(options).survey(piece)


def _measure(options: Options, piece: Piece, twice: Mapping[int, str], left_out: list[str]) -> Found:
    return _run(options).measure(piece, twice, left_out)


def run_on_cluster(run: Run, parts: list[Piece], store: Store | None, scheduler: str | None) -> Found:
    """Survey and measure every piece on a cluster: the one at `scheduler`, or one that is started here.

    Workers are given the names of files, never rows: they must see the same files under the same names. A part that a
    lost worker held is worked out again by another. Raises `Faults` where the list is not Parquet, Dask is not
    installed or the scheduler does not answer.
    """
    if any(not piece.row_groups for piece in parts):
        words = "is read whole on one machine; give Parquet for --engine dask, or leave --engine out"
        raise Faults([Fault(run.options.staff, "", words)])
    options = run.options
    with _client(scheduler) as client:
        surveys = _gathered(client, _survey, [(options, piece) for piece in parts], "surveyed")
        in_order = [surveys[number] for number in range(len(parts))]
        if store:
            store.settle(in_order)
        twice, left_out = repeated(in_order), too_few(in_order, options.threshold)
        run.note_unheld(in_order)
        run.twice = twice
        found = {number: kept for number in range(len(parts)) if store and (kept := store.get(number))}
        todo = [number for number in range(len(parts)) if number not in found]
        tasks = [(options, parts[number], twice[number], left_out) for number in todo]

        def keep(place: int, one: Found) -> None:
            if store:
                store.put(todo[place], one)

        worked = _gathered(client, _measure, tasks, "measured", keep)
        found |= {todo[place]: one for place, one in worked.items()}
    whole = found[0]
    for number in range(1, len(parts)):
        whole.add(found[number])
    return whole


def _gathered(client: Any, work: Any, tasks: list[Any], word: str, keep: Any = None) -> dict[int, Any]:
    """The results of tasks by their place, each kept as soon as it is there."""
    from distributed import as_completed

    futures = {
        client.submit(work, *task, key=f"{word}-{number}-{os.getpid()}", retries=RETRIES, pure=False): number
        for number, task in enumerate(tasks)
    }
    results: dict[int, Any] = {}
    for future, result in as_completed(list(futures), with_results=True):
        number = futures[future]
        results[number] = result
        if keep:
            keep(number, result)
        future.release()
        progress(f"{len(results)} of {len(tasks)} parts {word}")
    progress("")
    return results


@contextmanager
def _client(scheduler: str | None) -> Iterator[Any]:
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        words = "needs Dask: install paymodel[cluster], or leave --engine out"
        raise Faults([Fault("paymodel workforce", "--engine dask", words)]) from None
    settings = {
        "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": TRIM_THRESHOLD,
        "distributed.scheduler.allowed-failures": RETRIES,
    }
    with dask.config.set(settings):
        if scheduler is None:
            with (
                LocalCluster(
                    n_workers=max(1, os.cpu_count() or 1), threads_per_worker=1, dashboard_address=None
                ) as cluster,
                Client(cluster) as client,
            ):
                yield client
            return
        try:
            client = Client(scheduler, timeout=10)
        except (OSError, ValueError, TimeoutError) as error:
            words = f"no scheduler answers at '{scheduler}' ({type(error).__name__}); start one, or leave it out"
            raise Faults([Fault("paymodel workforce", "--scheduler", words)]) from None
        with client:
            yield client
