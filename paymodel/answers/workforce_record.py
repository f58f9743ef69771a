"""The record of a workforce run: what it was made from, and the digest of every file of its folder."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paymodel import __version__
from paymodel.answers.blocks import as_markdown
from paymodel.answers.contracts import to_json
from paymodel.answers.tables import csv_file
from paymodel.files import digests
from paymodel.files.digests import digest, digest_of_text
from paymodel.files.keys import HOW, Key
from paymodel.files.scales import shipped_folder
from paymodel.files.unchanged import digest_of_list
from paymodel.workforces.run import Run

if TYPE_CHECKING:
    from paymodel.answers.workforce import Published

RECORD, README, ASSUMPTIONS = "run.json", "README.md", "assumptions.yaml"
KEY, LIST, ROTA = "key", "staff list", "rota"
"""What a keyed digest is of, beside files by their name."""


@dataclass(frozen=True)
class Text:
    """A file that was not read from a disk, and may be saved: its name and what it holds."""

    name: str
    text: str


Inputs = Mapping[str, Path | Text]
"""Posts, policies and mapping, as they were given."""


def given_to(run: Run) -> Inputs:
    """The files that a run was given; of a workbook that holds people too, what it says of posts and policies alone."""
    texts = {kind: Text(run.given[kind].name, text) for kind, text in run.of_a_workbook.items()}
    return {**run.given, **texts}


def digests_of_inputs(run: Run, inputs: Inputs) -> dict[str, Any]:
    """Digests of what a run was made from. The staff list and rotas that lie beside it are not among it.

    Shipped rotas are all named, so that those that the rows of a list name do not show.
    """
    ours = shipped_folder("scenarios").resolve()
    others = {path.resolve() for path in run.openings.shared.files()}
    read = others | {given.resolve() for given in inputs.values() if isinstance(given, Path)}
    shipped = sorted({*(path for path in read if path.is_relative_to(ours)), *(ours / "rotas").glob("*.yaml")})
    return {
        "code": {"version": __version__, "sha256": digests.code()},
        "scales": digests.scales(),
        "assumptions": {ASSUMPTIONS: digest_of_text(shipped_folder("docs") / ASSUMPTIONS)},
        "shipped": {path.relative_to(ours).as_posix(): digest_of_text(path) for path in shipped},
        "inputs": {kind: _named(given) for kind, given in inputs.items()},
        "rotas_and_posts": [_named(path) for path in sorted(others.difference(shipped))],
    }


def _named(given: Path | Text) -> dict[str, str]:
    """A file without the folders that it is in, which may tell more than they should."""
    held = digest(given.text.encode()) if isinstance(given, Text) else digest_of_text(given)
    return {"file": given.name, "sha256": held}


def keyed_digests(run: Run, rotas: Mapping[Path, str], key: Key, files: Iterable[Path]) -> dict[str, Any]:
    """Keyed digests of the staff list, of the rotas that lie beside it, and of files that are not for publication."""
    ours = shipped_folder("scenarios").resolve()
    others = {path.resolve() for path in run.openings.shared.files()}
    read = {path.resolve(): held for path, held in rotas.items()}
    of_list = [held for path, held in read.items() if path not in others and not path.is_relative_to(ours)]
    return {
        "how": HOW,
        "run": key.run,
        "check": key.make_digest(KEY),
        "staff_list": key.make_digest(LIST, digest_of_list(run.list_was)),
        "rotas": sorted(key.make_digest(ROTA, held) for held in of_list),
        "files": {path.name: key.make_digest(path.name, digests.digest_of_file(path)) for path in files},
    }


def files_of(answer: "Published", secret: Mapping[str, Any] | None = None) -> dict[str, str]:
    """The files that may be published, by name: the tables, the words, the record.

    `secret` are keyed digests of what may not be. Without them (in the app, which keeps no key) there are none.
    """
    tables = {f"{table.name}.csv": csv_file(table) for table in answer.tables}
    files = {**tables, README: as_markdown(answer.document)}
    record = {
        **answer.record,
        "files": {name: digest(text.encode()) for name, text in files.items()},
        "keyed": secret,
    }
    return {**files, RECORD: to_json(record)}
