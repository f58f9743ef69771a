"""Whether a staff list, posts, policies or a mapping are those that a workforce run used, by its record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from paymodel.answers.workforce_record import KEY, LIST, ROTA
from paymodel.counting import counted
from paymodel.errors import Fault, Faults
from paymodel.files.digests import digest, digest_of_file, digest_of_text
from paymodel.files.keys import Key, key_beside, read_key
from paymodel.files.mappings import path_of_mapping
from paymodel.files.unchanged import digest_of_list, digests_of_list
from paymodel.scenarios.offered_posts import path_of_shipped
from paymodel.scenarios.our_workbook import as_text, our_workbook

NO_FIGURES = "the figures: they come from the staff list; run paymodel workforce again with the same files and compare"


class Given(msgspec.Struct):
    """A file that a run was given: its name and digest."""

    file: str
    sha256: str


class Keyed(msgspec.Struct):
    """Keyed digests: `check` tells whether a key is the one; `rotas` are those beside the staff list, without names."""

    run: str
    check: str
    staff_list: str
    rotas: list[str]
    files: dict[str, str]


@dataclass(frozen=True)
class Compared:
    """In words: files that are not those that were used, those that are, and what was not checked."""

    others: tuple[str, ...]
    same: tuple[str, ...]
    unchecked: tuple[str, ...]


def find_key(keyed: Keyed | None, place: Path, given: Mapping[str, str]) -> tuple[Key | None, str]:
    """The key of a folder, or of a zip file of one: the one that is given, else the one beside it.

    Where there is none, why. Raises `Faults` for a key that is given and is not the one, and where a staff list is
    given that nothing could be compared with.
    """
    wants = [kind for kind in ("staff", "key") if kind in given]
    if keyed is None:
        why = "the staff list: the record holds no digest of it, as the app keeps no key"
        if wants:
            raise Faults([Fault(str(place), f"--{kind}", "leave it out; the app keeps no key") for kind in wants])
        return None, why
    if "key" in given:
        key = read_key(Path(given["key"]), keyed.run)
        if key.make_digest(KEY) != keyed.check:
            raise Faults([Fault(given["key"], "", f"is the key of another folder than {place}")])
        return key, ""
    path = key_beside(place.with_suffix("") if place.is_file() else place)
    why = f"{path.name} is not beside the folder"
    if path.is_file():
        try:
            key = read_key(path, keyed.run)
            if key.make_digest(KEY) == keyed.check:
                return key, ""
            why = f"{path.name} is the key of another folder"
        except Faults as error:
            why = f"{path.name} {error.faults[0].message}"
    if "staff" in given:
        words = f"the key is needed to confirm a staff list, and {why}; name it with --key"
        raise Faults([Fault(str(place), "--staff", words)])
    return None, f"the staff list and the files that are not for publication: {why}"


def compare_files(
    inputs: Mapping[str, Given], keyed: Keyed | None, key: Key | None, why: str, given: Mapping[str, str]
) -> Compared:
    """Files that are given beside those that were used. Raises `Faults` for one that cannot be read."""
    others, same = [], []
    for kind, path in _paths(given):
        was = inputs.get(kind)
        if was is not None and _digest_of(path, kind) == was.sha256:
            same.append(f"{kind}: {given[kind]}")
        else:
            then = f"it was {was.file} then" if was else "there was none then"
            others.append(f"{kind}: {given[kind]} ({then})")
    unchecked = [NO_FIGURES]
    if "staff" not in given:
        unchecked.append(why or "the staff list: name it with --staff")
    elif keyed and key:
        path = Path(path_of_shipped(given["staff"], "staff"))
        (same if _is_same_list(path, keyed, key) else others).append(f"staff list: {given['staff']}")
        lacking = len(keyed.rotas) - len({*keyed.rotas} & {*_digest_rotas(path, keyed, key)})
        if keyed.rotas:
            words = f"{counted(len(keyed.rotas), 'rota')} beside the staff list"
            (others if lacking else same).append(words + (f": {lacking} changed or gone" if lacking else ""))
    return Compared(tuple(others), tuple(same), tuple(unchecked))


def _digest_of(path: Path, kind: str) -> str:
    """The digest of a file, or of what a workbook of ours says of posts or policies."""
    book = our_workbook(path) if kind != "mapping" else None
    if book is None:
        return digest_of_text(path)
    document = book.posts() if kind == "posts" else book.policies()
    return "" if document is None else digest(as_text(document).encode())


def _paths(given: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    """Posts, policies and mapping that are given. Raises `Faults`."""
    for kind in ("posts", "policies", "mapping"):
        if kind in given:
            path = path_of_mapping(given[kind]) if kind == "mapping" else Path(path_of_shipped(given[kind], kind))
            try:
                with path.open("rb"):
                    yield kind, path
            except OSError as error:
                words = f"cannot be read: {(error.strerror or 'error').lower()}"
                raise Faults([Fault(str(path), f"--{kind}", words)]) from None


def _is_same_list(path: Path, keyed: Keyed, key: Key) -> bool:
    """Whether a staff list is the one that was used. Raises `Faults` where it cannot be read."""
    held = digests_of_list(path)
    if not held:
        raise Faults(
            [Fault(str(path), "--staff", "cannot be read as a staff list; name a file, or a folder of Parquet files")]
        )
    return key.make_digest(LIST, digest_of_list(held)) == keyed.staff_list


def _digest_rotas(path: Path, keyed: Keyed, key: Key) -> Iterator[str]:
    """The keyed digests of rotas beside or below a staff list, as long as some are looked for."""
    if keyed.rotas:
        for file in (path if path.is_dir() else path.parent).rglob("*.y*ml"):
            if file.is_file():
                yield key.make_digest(ROTA, digest_of_file(file))
