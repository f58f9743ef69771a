"""The workforce command from beginning to end: measure, write the output folder, say what was found."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from paymodel.answers.blocks import Block
from paymodel.answers.tables import csv_file
from paymodel.answers.workforce import QUALITY_FILE, ROWS_FILE, publish
from paymodel.answers.workforce_record import files_of, keyed_digests
from paymodel.answers.workforce_tables import quality_table
from paymodel.errors import Fault, Faults, Refused
from paymodel.files.folders import writing_folder
from paymodel.files.keys import new_key
from paymodel.files.staff_lists import Piece
from paymodel.files.stopping import Stopped
from paymodel.files.uploads import STANDARD_INPUT, source_named
from paymodel.files.workspace import PRIVATE
from paymodel.workforces.ask import ask
from paymodel.workforces.checkpoints import Store, store_beside
from paymodel.workforces.disclosure import MARK
from paymodel.workforces.engine_local import run_locally
from paymodel.workforces.options import Options, with_shipped
from paymodel.workforces.row_by_row import rows_of_people
from paymodel.workforces.run import ROWS_IN_A_TASK, PartResult, Run


def workforce(
    options: Options, target: Path, *, engine: str = "local", scheduler: str | None = None, rows: bool = False
) -> Sequence[Block]:
    """Put posts and policies to a staff list and write a folder of tables; returns what was found, in words.

    `engine` is `local` or `dask` (with the address of a `scheduler`, or a cluster started here). `rows` also writes
    every person's changes to a file that says that it is not for publication. A folder of exact figures (`internal` of
    the options) has a name that ends in the same words. A run of several parts that was interrupted goes on from the
    parts that were finished.

    Raises `Faults` where files are at fault; rows of the staff list that cannot be used are listed in the output.
    """
    started = datetime.datetime.now(datetime.UTC)
    if scheduler is not None and engine != "dask":
        raise Faults([Fault("paymodel workforce", "--scheduler", "goes with --engine dask")])
    if options.staff == STANDARD_INPUT and engine == "dask":
        words = "goes to no cluster; give a file that every worker can read"
        raise Faults([Fault("standard input", "--engine dask", words)])
    if options.internal and MARK not in target.name:
        target = target.with_name(f"{target.name}-{MARK}")
    options, parts = with_shipped(options), list[Piece]()
    store: Store | None = None

    def measured(run: Run, pieces_of_list: list[Piece]) -> PartResult:
        nonlocal store
        parts[:] = pieces_of_list
        store = store_beside(target, run, parts)
        several = store if len(parts) > 1 else None
        if engine == "dask":
            from paymodel.workforces.engine_dask import run_on_cluster  # needs the cluster extra

            tally = run_on_cluster(run, parts, several, scheduler)
        else:
            tally = run_locally(run, parts, several)
        if not tally.used:
            store.clear()  # nothing is gained by going on from these
        return tally

    try:
        with writing_folder(target) as folder:
            tasks = ROWS_IN_A_TASK if engine == "dask" else None
            source = source_named(options.staff)
            run, tally = ask(options, engine=measured, rows_in_a_task=tasks, staff=source)
            answer = publish(run, tally, started)
            not_for_publication = [folder / QUALITY_FILE]
            not_for_publication[0].touch(PRIVATE)
            _write(not_for_publication[0], csv_file(quality_table(tally.problems)))
            if rows:
                not_for_publication.append(folder / ROWS_FILE)
                rows_of_people(run, parts, tally.settled, folder / ROWS_FILE)
            secret = keyed_digests(run, tally.settled.rotas, new_key(target), not_for_publication)
            for name, text in files_of(answer, secret).items():
                if options.internal:
                    (folder / name).touch(PRIVATE)
                _write(folder / name, text)
    except Refused as error:
        raise Faults([Fault(options.posts, error.place, error.message)]) from None
    except (KeyboardInterrupt, Stopped):
        if store:
            store.say_what_is_kept()
        raise
    if store:
        store.clear()
    return answer.on_screen


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
