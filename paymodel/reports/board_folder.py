"""A board paper as a folder of files, from folders that `paymodel workforce` wrote and from nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.contracts import to_json
from paymodel.answers.phrasing import sentence
from paymodel.answers.tables import Table, of_invented_people, text_columns
from paymodel.answers.workforce_phrasing import next_rungs
from paymodel.charts.picture import Picture, mark_invented
from paymodel.charts.workforce_costs import policy_costs
from paymodel.charts.workforce_heat import losers_by_group_and_post
from paymodel.charts.workforce_losers import losers
from paymodel.errors import Fault, Faults
from paymodel.files.digests import digest
from paymodel.files.folders import writing_folder
from paymodel.reports.answer_book import WRITERS
from paymodel.reports.board import (
    SignOff,
    about_answers,
    answer_table,
    assumptions_of,
    board_parts,
    disclosure_words,
    figures_of,
    results_of_board,
    review_of,
    title_of,
)
from paymodel.reports.chart import Part
from paymodel.reports.folder import draw_charts, written_documents
from paymodel.reports.record import INPUTS, RECORD, RESULTS, frame_of_record
from paymodel.reports.workforce_answers import WorkforceAnswer, read_answer, under_joint_control

GROUPED_BY = ("profession", "staff_group", "site", "job_role")
"""Columns of groups that boards ask about first."""
MOST_POSTS = 8
LOWEST_OF_EACH = f"Of each answer, the {MOST_POSTS} posts with the lowest mean change."
MOST_GROUPS, MOST_LABEL = 12, 30
"""Groups that a picture in a paper has room for; letters of a label."""


def write_board(
    folders: Sequence[str], target: Path, *, labels: Sequence[str] = (), sign_off: SignOff | None = None
) -> None:
    """Write the paper of one answer for a workforce, or of several side by side. Raises `Faults`."""
    answers = read_answers(folders, labels)
    with writing_folder(target) as folder:
        for name, content in board_files(answers, sign_off or SignOff()).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def read_answers(folders: Sequence[str], labels: Sequence[str]) -> list[WorkforceAnswer]:
    """The answers of some folders, each with its label, under joint control. Raises `Faults`."""
    faults = list(_faults_of_labels(folders, labels))
    if faults:
        raise Faults(faults)
    names = list(labels) or ([""] if len(folders) == 1 else [Path(folder).name for folder in folders])
    answers = [read_answer(Path(folder), label) for folder, label in zip(folders, names, strict=True)]
    return under_joint_control(answers)


def _faults_of_labels(folders: Sequence[str], labels: Sequence[str]) -> Iterator[Fault]:
    if labels and len(labels) != len(folders):
        words = f"names {len(labels)} for {len(folders)} folders; give one name each, such as ambulance,acute"
        yield Fault("paymodel report", "--labels", words)
    named = [label.casefold() for label in (labels or [Path(folder).name for folder in folders])]
    if len(set(named)) < len(named) or not all(named):
        yield Fault("paymodel report", "--labels", "give each answer a name of its own, such as ambulance,acute")
    if any(len(label) > MOST_LABEL for label in labels):
        yield Fault("paymodel report", "--labels", f"a name may have {MOST_LABEL} letters; give a shorter one")


def board_files(answers: Sequence[WorkforceAnswer], sign_off: SignOff) -> dict[str, bytes]:
    """Every file of a board paper, by its path in the folder."""
    title, foot = title_of(answers), _foot(answers)
    pictures = list(_draw(answers))
    charts, files = draw_charts([picture for _, picture in pictures])
    placed = list(zip([section for section, _ in pictures], charts, strict=True))
    made = max(answer.record.as_at for answer in answers)
    parts = board_parts(answers, placed, sign_off, _record_parts(answers))
    cover = [
        ("About", " ".join(about_answers(answers))),
        *((str(question), _beside(cells, answers)) for question, *cells in answer_table(answers).rows),
        ("Review", review_of(answers)),
    ]
    notes = ["Pounds a year unless a heading says otherwise.", *disclosure_words(answers), NOT_PAYROLL]
    sheets = _sheets(answers, sign_off)
    files |= written_documents(parts, title, foot, made)
    for ending, write in WRITERS.items():
        files[f"workbook{ending}"] = write(title, cover, notes, sheets, made)
    files[RESULTS] = to_json(results_of_board(answers)).encode()
    for number, answer in enumerate(answers):
        held = {f"{INPUTS}/{_place(answer, number)}/{name}": text for name, text in answer.files().items()}
        files |= held
    record = {
        **frame_of_record(title),
        "answers": [{"folder": f"{INPUTS}/{_place(a, n)}", "label": a.label} for n, a in enumerate(answers)],
        "invented": any(answer.invented for answer in answers),
        "sign_off": asdict(sign_off),
        "review_by": min((str(a.record.review_by) for a in answers if a.record.review_by), default=None),
        "shipped": {name: held for answer in answers for name, held in answer.record.shipped.items()},
        "files": {name: digest(content) for name, content in files.items()},
    }
    files[RECORD] = to_json(record).encode()
    return files


def _beside(cells: Sequence[Any], answers: Sequence[WorkforceAnswer]) -> str:
    """The cells of a line of the answer, each with its label where there are several."""
    if len(answers) == 1:
        return str(cells[0])
    return " ".join(f"{answer.label}: {cell}" for answer, cell in zip(answers, cells, strict=True))


def _place(answer: WorkforceAnswer, number: int) -> str:
    """The folder of an answer below the inputs."""
    return f"answer-{number + 1}" if answer.label else "answer"


def _foot(answers: Sequence[WorkforceAnswer]) -> str:
    """What stands below every page of a paper."""
    invented = " Invented people." if any(answer.invented for answer in answers) else ""
    return f"{NOT_PAYROLL}{invented} paymodel {__version__}. {review_of(answers)}"


def _draw(answers: Sequence[WorkforceAnswer]) -> Iterator[tuple[str, Picture]]:
    """The pictures of a paper, each with the section that it stands in; those of several answers on one scale."""
    first = answers[0]
    together = _together([(answer, answer.summary.where(policy=answer.first_policy)) for answer in answers])
    stamp = first.stamp if len(answers) == 1 else _stamp_of_several(answers)
    invented = any(answer.invented for answer in answers)
    if any(row["people"] != 0 for row in next_rungs(together)):
        picture = losers(together, stamp, threshold=first.control.threshold)
        if len(answers) > 1:
            picture = replace(picture, subtitle=f"{picture.subtitle} {LOWEST_OF_EACH}")
        yield "posts", mark_invented(picture, invented=invented)
    for answer in answers:
        worst, remedies = answer.worst, answer.tables.get("remedies")
        if worst is not None and remedies is not None:
            picture = policy_costs(
                remedies,
                answer.stamp,
                post=worst["post"],
                pattern=worst["pattern"],
                band_held=worst["band_held"],
                threshold=answer.control.threshold,
            )
            yield f"remedies {answer.label}", mark_invented(picture, invented=answer.invented)
        groups = answer.tables.get("groups")
        column = None if groups is None else _column_that_says_most(groups, answer.first_policy)
        if groups is not None and column is not None:
            chosen = groups.where(column=column, policy=answer.first_policy)
            if any(row["people"] != 0 for row in chosen.records()):
                heat = losers_by_group_and_post(chosen, answer.stamp, column=column)
                if answer.label:
                    heat = replace(heat, title=f"{answer.label}: {heat.title}")
                yield "groups", mark_invented(heat, invented=answer.invented)


def _column_that_says_most(groups: Table, policy: str) -> str | None:
    """The column to group by of whose groups most are shown; those that boards ask about first."""
    shown: dict[str, set[Any]] = {}
    for row in groups.where(policy=policy).records():
        if not isinstance(row["lose"], str) and row["people"]:
            shown.setdefault(str(row["column"]), set()).add(row["value"])
    fitting = [name for name in (*GROUPED_BY, *shown) if 1 < len(shown.get(name, ())) <= MOST_GROUPS]
    return max(fitting, key=lambda name: len(shown[name]), default=None)


def _stamp_of_several(answers: Sequence[WorkforceAnswer]) -> str:
    return " ".join(f"{answer.label}: {answer.stamp}" for answer in answers)


def _together(tables: Sequence[tuple[WorkforceAnswer, Table]]) -> Table:
    """The summaries of several answers as one: posts after their label, those with the lowest mean change of each."""
    (first, table), *others = tables
    if not others:
        return table
    shared = [name for name in table.names if all(name in other.names for _, other in others)]
    policy, rows = first.first_policy, []
    for answer, each in tables:
        rungs = sorted(next_rungs(each), key=_mean)[:MOST_POSTS]
        named = ({**row, "policy": policy, "post": f"{answer.label}: {row['post']}"} for row in rungs)
        rows += [[row[name] for name in shared] for row in named]
    return replace(table.pick(*shared), rows=rows)


def _mean(row: dict[str, Any]) -> float:
    mean = row["mean_change"]
    return mean if isinstance(mean, int | float) else float("inf")


def _sheets(answers: Sequence[WorkforceAnswer], sign_off: SignOff) -> list[Table]:
    """The tables of the workbook: the answer, tables of each answer, assumptions, figures, and who signed.

    Groups are those under the first policy, costs and remedies those of the band just below each post; the inputs hold
    all of them.
    """
    sheets = [answer_table(answers)]
    for answer in answers:
        for name, table in answer.tables.items():
            label = f"{sentence(name)} {answer.label}".strip()
            about = f"{sentence(name)}, as paymodel workforce wrote it{SHORTER.get(name, '')}."
            marked = of_invented_people(table) if answer.invented else table
            rows = [row for row, kept in zip(marked.rows, _kept(answer, name, table), strict=True) if kept]
            caption = f"{label}: {answer.title}"
            sheets.append(replace(marked, rows=rows, name=label, caption=caption, about=about))
    return [*sheets, assumptions_of(answers), figures_of(answers), sign_off.table()]


SHORTER = {
    "groups": ", under the first policy",
    "costs": ", of the band just below each post",
    "remedies": ", of the band just below each post",
}
"""Of which rows a sheet is, where it does not hold all."""


def _kept(answer: WorkforceAnswer, name: str, table: Table) -> list[bool]:
    """Which rows of a table the workbook holds."""
    first = {tuple(row[at] for at in RUNG) for row in next_rungs(answer.summary)}
    if name == "groups":
        return [row["policy"] == answer.first_policy for row in table.records()]
    return [name not in SHORTER or tuple(row[at] for at in RUNG) in first for row in table.records()]


RUNG = ("post", "pattern", "band_held")


def _record_parts(answers: Sequence[WorkforceAnswer]) -> list[Part]:
    """What the paper was made from: the files of each answer with their digests."""
    rows = [
        [f"{_place(answer, number)}/{name}", held]
        for number, answer in enumerate(answers)
        for name, held in answer.record.files.items()
    ]
    return [Table(text_columns("File", "SHA-256"), [list(row) for row in rows], "What this paper was made from")]
