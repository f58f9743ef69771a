"""`paymodel template`: one workbook to fill in, in place of files in YAML."""

from pathlib import Path

from paymodel.commands.arguments import Arguments, Parser, add_as_at, add_nation, day_asked
from paymodel.commands.output import say
from paymodel.errors import Fault, Faults

HELP = "write a workbook to fill in: staff, posts, policies and rotas, with lists to choose from"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("-o", "--output", required=True, metavar="FILE.xlsx", help="the workbook to write")
    add_nation(parser, required=False)
    add_as_at(parser)
    parser.add_argument("--example", action="store_true", help="fill it with invented people, posts and policies")


def run(args: Arguments) -> None:
    """Write the workbook; never over another file."""
    from paymodel.files.yaml_documents import write_atomically
    from paymodel.reports.template import template

    path = Path(args.output)
    if path.suffix.lower() != ".xlsx":
        raise Faults([Fault(str(path), "", "give a name that ends in .xlsx")])
    if path.exists():
        raise Faults([Fault(str(path), "", "exists already; give another name")])
    content = template(args.nation or "england", day_asked(args), path.name, example=args.example)
    write_atomically(path, content)
    say(f"Wrote {path}. Fill it in, then run: paymodel check {path}\n")
