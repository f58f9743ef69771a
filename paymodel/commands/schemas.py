"""`paymodel schemas`: JSON Schemas of the files that are read, and of the answers that are written as JSON."""

from pathlib import Path

from paymodel.commands.arguments import Arguments, Parser, add_folder_to_write
from paymodel.commands.output import say

HELP = "write JSON Schemas of the file formats, for editors that check as you type"


def add(parser: Parser) -> None:
    """Add the arguments."""
    add_folder_to_write(parser)


def run(args: Arguments) -> None:
    """Write the folder."""
    from paymodel.answers.contracts import answer_schemas
    from paymodel.files.folders import writing_folder
    from paymodel.scenarios.json_schemas import schemas

    target = Path(args.output)
    with writing_folder(target) as folder:
        for name, text in {**schemas(), **answer_schemas()}.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    first = f"# yaml-language-server: $schema={target.as_posix()}/scenario.json"
    say(f"Wrote {target}. First line of a scenario beside it: {first}\n")
