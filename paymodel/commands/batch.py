"""`paymodel batch`: every scenario of a folder in one table."""

from pathlib import Path

from paymodel.about import NOT_PAYROLL
from paymodel.commands.arguments import Arguments, Parser, add_table_to_write
from paymodel.commands.output import refusals_of, say, say_lines
from paymodel.counting import counted

HELP = "answer every scenario of a folder, and write one table"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("folder", help="the folder of the scenario files; its subfolders are left out")
    add_table_to_write(parser)


def run(args: Arguments) -> None:
    """Write the table, and say how many of its moves lose."""
    from paymodel.answers.batch import moves_of_scenarios
    from paymodel.files.tabular_io import writing
    from paymodel.scenarios.folders import load_folder

    scenarios, others = load_folder(Path(args.folder))
    with refusals_of(args.folder):
        table = moves_of_scenarios(scenarios)
    with writing(Path(args.output), private=False) as write:
        write(dict(zip(table.names, map(list, zip(*table.rows, strict=True)), strict=True)))
    lose = sum(row[table.names.index("verdict")] == "loses" for row in table.rows)
    of = f"{counted(len(table.rows), 'move')} of {counted(len(scenarios), 'scenario')}"
    say(f"Wrote {args.output}: {of}; {lose} would cut take-home pay. {NOT_PAYROLL}\n")
    if others:
        say_lines([f"Left out, as they are not scenarios: {', '.join(others)}."])
