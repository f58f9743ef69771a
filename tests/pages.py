"""Write the tables of the documents that are made from the program, and the template of staff lists: make docs.

In a page a table is between two marks: `<!-- table: NAME -->` and `<!-- end of table -->`. What it says comes from
`paymodel.pay.job`, `paymodel.pay.lines` and the scale files; nothing between the marks is typed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from paymodel.answers.phrasing import NATION_LABELS
from paymodel.files import mappings
from paymodel.files.scale_files import PARAMETERS
from paymodel.moves.provenance import where_worked_out
from paymodel.pay.fields import Door, JobField, Kind
from paymodel.pay.job import fields_at
from paymodel.pay.lines import LINE, Line

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
TEMPLATE = ROOT / "scenarios" / "mappings" / "template.yaml"
SCALES = ROOT / "scales"


# --- Fields of a job ---------------------------------------------------------------------------------------

UNSTATED_ON_A_STAFF_LIST = {
    **dict.fromkeys(mappings.REQUIRED, "required"),
    "step": "required, unless `basic_pay` is given",
    "unsocial_hours_payment": "one of a rota, hours, a payment and a percentage",
    "annex_5_percent": "with Annex 5, what the rota comes to",
}
"""What an empty cell means on a staff list, where it is another thing than in a table of jobs."""


def unstated(each: JobField) -> str:
    """What holds where a field is not stated."""
    if each.kind is Kind.YES_NO:
        return "yes" if each.default else "no"
    return each.unstated or f"{each.default:g}"


def rows(cells: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Rows of a table; names that have the same to be said of them share one."""
    for said, alike in groupby(cells, lambda row: row[1:]):
        yield f"| {', '.join(f'`{row[0]}`' for row in alike)} | {' | '.join(said)} |"


def table(head: str, cells: Iterable[tuple[str, ...]]) -> str:
    """A table of names and what is said of them."""
    return "\n".join([f"| {head} |", f"|{'---|' * (head.count('|') + 1)}", *rows(cells)])


def columns_of_jobs() -> str:
    """The columns of a table of jobs."""
    fields = fields_at(Door.TABLES)
    return table(
        "column | empty means | holds", ((each.name, unstated(each), each.said_at(Door.TABLES)) for each in fields)
    )


def columns_of_staff_lists() -> str:
    """The columns of a staff list that say what somebody is paid."""
    return table(
        "column | empty means | holds",
        (
            (each.name, UNSTATED_ON_A_STAFF_LIST.get(each.name, unstated(each)), each.said_at(Door.STAFF_LISTS))
            for each in fields_at(Door.STAFF_LISTS)
        ),
    )


def columns_that_say_who() -> str:
    """The columns of a staff list that say who somebody is, where, and on which rota."""
    return table("column | empty means | holds", ((name, *said) for name, said in mappings.WHO.items()))


def keys_of_persons() -> str:
    """The keys of a person."""
    cells = []
    for each in fields_at(Door.PERSON):
        alone = "" if Door.POSTS in each.doors else "(person only) "
        cells.append((each.name, f"{alone}{each.said_at(Door.PERSON)} [{unstated(each)}]"))
    return table("key | holds", cells)


def keys_of_posts() -> str:
    """The keys of a post, but for those that a person has too."""
    cells = []
    for each in (each for each in fields_at(Door.POSTS) if not each.theirs):
        by_the_year = "; `_a_year` too" if each.by_the_week else ""
        cells.append((each.by_the_week or each.name, f"{each.said_at(Door.POSTS)}{by_the_year} [{unstated(each)}]"))
    return table("key | holds", cells)


def template() -> str:
    """The column mapping of our own names."""
    head, mark, _ = TEMPLATE.read_text(encoding="utf-8").partition("columns:\n")
    return head + mark + "".join(f"  {column}: [{column}]\n" for column in mappings.KNOWN)


# --- Lines of a payslip ------------------------------------------------------------------------------------


def label(line: Line) -> str:
    """What a line is called by itself."""
    return line.label if line.label == line.label.strip() else f"Employer pension, {line.label.strip()}"


def lines_of_a_payslip() -> str:
    """The names of the lines."""
    names = ", ".join(f"`{name}`" for name in LINE)
    return f"The output holds `id` and, to the penny, in pounds a year: {names}."


def rules_of_lines() -> str:
    """The rule of each line, what it rests on and where it is."""
    body = ["| line | rule | rests on | worked out in |", "|---|---|---|---|"]
    for line in LINE.values():
        modules = dict.fromkeys(name.rpartition(".")[0] for name in where_worked_out(line))
        files = ", ".join(f"`{module.removeprefix('paymodel.').replace('.', '/')}.py`" for module in modules)
        body.append(f"| {label(line)} | {line.words} | {line.rests_on} | {files} |")
    return "\n".join(body)


USED_ELSEWHERE = {
    "member-pension-contribution-previous-year-pay": label(LINE["pension_contribution"]),
    "pension-tier-basis": f"{label(LINE['pension_contribution'])}: which pay its tier goes by",
    "final-salary": "what a move does to pension of service before 2022",
    "tax-codes": "Income tax of the [payroll view](payroll.md)",
}
"""What figures are used for that no line of a payslip names."""
PLACES = {**NATION_LABELS, "england_and_wales": "England and Wales", "uk": "UK"}


def figures() -> str:
    """What each figure is used for, and the files that hold it."""
    body = ["| figure | used for | file |", "|---|---|---|"]
    for name in PARAMETERS:
        used = ", ".join(label(line) for line in LINE.values() if name in {figure.name for figure in line.figures})
        files = [place for place in PLACES if (SCALES / place / f"{name}.yaml").exists()]
        links = ", ".join(f"[{PLACES[place]}](../scales/{place}/{name}.yaml)" for place in files)
        body.append(f"| {name} | {used or USED_ELSEWHERE[name]} | {links} |")
    return "\n".join(body)


# --- Pages -------------------------------------------------------------------------------------------------

TABLES: Mapping[str, Callable[[], str]] = {
    "columns of jobs": columns_of_jobs,
    "lines of a payslip": lines_of_a_payslip,
    "columns that say who": columns_that_say_who,
    "columns of staff lists": columns_of_staff_lists,
    "keys of persons": keys_of_persons,
    "keys of posts": keys_of_posts,
    "rules of lines": rules_of_lines,
    "figures": figures,
}
"""What makes each table, by the name that is in its mark."""
PAGES = ("tables.md", "workforce.md", "scenarios.md", "method.md")
BETWEEN_MARKS = re.compile(r"(?<=<!-- table: )([^\n]*)( -->\n\n).*?(\n\n<!-- end of table -->)", re.DOTALL)


def written_anew(text: str) -> str:
    """A page with its tables as the program makes them now."""
    return BETWEEN_MARKS.sub(lambda marked: f"{marked[1]}{marked[2]}{TABLES[marked[1]]()}{marked[3]}", text)


def files() -> dict[Path, str]:
    """The text of each file that holds something made here, as it ought to be."""
    pages = {DOCS / name: written_anew((DOCS / name).read_text(encoding="utf-8")) for name in PAGES}
    return {**pages, TEMPLATE: template()}


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")
