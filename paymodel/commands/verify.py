"""`paymodel verify`: whether a report or the answer for a workforce is as it was written."""

from pathlib import Path

from paymodel.commands.arguments import Arguments, Parser
from paymodel.commands.output import say

HELP = "recalculate a report and check that nothing has changed; check the files of a workforce answer"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.epilog = (
        "Exit status: 0 nothing has changed; 1 a file has changed, is missing or was added, or a figure differs; 2 not"
        " a folder that paymodel wrote."
    )
    parser.add_argument("folder", metavar="FOLDER", help="the folder of a report or workforce, or a zip file of one")
    of_workforce = parser.add_argument_group("for a workforce: check the files it was made from")
    of_workforce.add_argument("--staff", metavar="FILE", help="the staff list; needs the key")
    of_workforce.add_argument("--posts", metavar="FILE", help="the posts offered")
    of_workforce.add_argument("--policies", metavar="FILE", help="the policies")
    of_workforce.add_argument("--mapping", metavar="FILE", help="the column mapping")
    of_workforce.add_argument("--key", metavar="FILE", help="the key [FOLDER-key-not-for-publication.json beside it]")


def run(args: Arguments) -> int:
    """Print what is as it was written and what is not; exit status 1 where something is not."""
    from paymodel.answers.blocks import as_text
    from paymodel.reports.verifying import verify, verify_blocks

    names = ("staff", "posts", "policies", "mapping", "key")
    verified = verify(
        Path(args.folder), {name: getattr(args, name) for name in names if getattr(args, name) is not None}
    )
    say(as_text(verify_blocks(verified)))
    return 0 if verified.sound else 1
