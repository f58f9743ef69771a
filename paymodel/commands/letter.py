"""`paymodel letter`: one page in plain words to the person concerned."""

from pathlib import Path

from paymodel.commands.arguments import SCENARIO, Arguments, Parser
from paymodel.commands.output import refusals_of, say
from paymodel.errors import Fault, Faults

HELP = "write one page in plain words to the person concerned (Word)"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("scenario", help=SCENARIO)
    parser.add_argument("--offer", metavar="NAME", help="the post offered [the first]")
    parser.add_argument("--policy", metavar="NAME", help="the policy [the first]")
    languages = "en, or in Wales cy (Welsh, not yet reviewed by a Welsh reader) [en]"
    parser.add_argument("--language", choices=("en", "cy"), default="en", help=languages)
    parser.add_argument("-o", "--output", required=True, metavar="FILE.docx", help="the letter to write")


def run(args: Arguments) -> None:
    """Write the letter."""
    from paymodel.files.yaml_documents import write_atomically
    from paymodel.reports.letter import languages_of, letter
    from paymodel.reports.parts import Worked
    from paymodel.reports.pictures import pick_move
    from paymodel.scenarios.load import load_scenario

    target = Path(args.output)
    if target.suffix.lower() != ".docx":
        raise Faults([Fault(str(target), "", "give a name that ends in .docx")])
    scenario = load_scenario(args.scenario)
    if args.language not in languages_of(scenario.nation):
        words = f"is for Wales, and this is {scenario.nation}; leave it out, or say nation: wales in the scenario"
        raise Faults([Fault(args.scenario, "--language cy", words)])
    with refusals_of(args.scenario):
        worked = Worked(scenario)
        move = pick_move(args.scenario, worked, args.offer, args.policy)
        content = letter(worked.comparison, move, args.language)
    write_atomically(target, content)
    say(f"Wrote {target}, about the move to {move.post.name}. Read it before you send it.\n")
