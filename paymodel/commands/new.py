"""`paymodel new`: a scenario file to start from."""

from pathlib import Path

from paymodel.commands.arguments import Arguments, Parser
from paymodel.commands.output import say
from paymodel.errors import Fault, Faults

HELP = "write a commented scenario file to start from"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("file", nargs="?", default="scenario.yaml", help="where to write it [scenario.yaml]")


def run(args: Arguments) -> None:
    """Write the file; never over another."""
    from paymodel.files.scales import shipped_folder
    from paymodel.files.yaml_documents import write_atomically

    path = Path(args.file)
    if path.suffix not in (".yaml", ".yml"):
        raise Faults([Fault(str(path), "", "give a name that ends in .yaml")])
    if path.exists():
        raise Faults([Fault(str(path), "", "exists already; give another name")])
    template = (shipped_folder("scenarios") / "template" / "scenario.yaml").read_text(encoding="utf-8")
    write_atomically(path, template)
    say(f"Wrote {path}. Edit it, then run: paymodel compare {path}\n")
