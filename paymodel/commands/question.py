"""A question on the command line: a scenario file, or options in place of one."""

from typing import TYPE_CHECKING

from paymodel.about import NATIONS
from paymodel.commands.arguments import (
    IF_HOURS_DIFFER,
    IF_HOURS_DIFFER_HELP,
    SCENARIO,
    Arguments,
    Parser,
    date,
    day_asked,
    whole_time_equivalent,
)
from paymodel.commands.output import refusals_of
from paymodel.errors import Fault, Faults

if TYPE_CHECKING:
    from paymodel.moves.comparison import Comparison, Scenario

QUICK = {
    "held": "from",
    "offered": "to",
    "rota": "rota",
    "to_rota": "to-rota",
    "if_hours_differ": "if-hours-differ",
    "unsocial_hours": "unsocial-hours",
    "pattern": "pattern",
    "whole_time_equivalent": "whole-time-equivalent",
    "nation": "nation",
    "as_at": "as-at",
}
"""Options in place of a scenario file, and how each is typed."""


def add_question(parser: Parser) -> None:
    """Add a scenario, and the options in place of one."""
    parser.add_argument("scenario", nargs="?", help=SCENARIO)
    quick = parser.add_argument_group("instead of a file")
    quick.add_argument("--from", dest="held", metavar="POST", help='the post held now, such as "6 top"')
    quick.add_argument("--to", dest="offered", metavar="POST", help="the post offered, such as 8a")
    quick.add_argument("--rota", help="rota of the post held: a file or the name of a shipped rota")
    quick.add_argument(
        "--to-rota", metavar="ROTA", help="rota of the post offered [monday-to-friday, scaled to the contract]"
    )
    quick.add_argument("--if-hours-differ", choices=IF_HOURS_DIFFER, help=IF_HOURS_DIFFER_HELP)
    quick.add_argument(
        "--unsocial-hours", choices=("section_2", "annex_5"), help="how the post held is paid for them [section_2]"
    )
    quick.add_argument(
        "--pattern",
        choices=("same", "different", "unsure"),
        help="whether the post offered works the same unsocial hours pattern",
    )
    quick.add_argument("--whole-time-equivalent", type=whole_time_equivalent, metavar="N", help="of both posts [1]")
    quick.add_argument("--nation", choices=NATIONS, help=f"{', '.join(NATIONS)} [england]")
    quick.add_argument("--as-at", type=date, metavar="DATE", help="the day whose rules apply [today]")


def comparison_of(args: Arguments) -> "Comparison":
    """The comparison that was asked for."""
    from paymodel.moves.comparison import compare
    from paymodel.scenarios.load import load_scenario

    command = f"paymodel {args.command}"
    if args.scenario is None:
        if not (args.held and args.offered):
            raise Faults([Fault(command, "", 'give a scenario file, or --from "6 top" and --to 8a')])
        scenario = _scenario_of_options(args)
    else:
        beside = [name for name in QUICK if getattr(args, name) is not None]
        if beside:
            words = ", ".join(f"--{QUICK[name]}" for name in beside)
            raise Faults([Fault(command, words, "stands beside a scenario file; change the file instead")])
        scenario = load_scenario(args.scenario)
    with refusals_of(args.scenario or "command line"):
        return compare(scenario)


def _scenario_of_options(args: Arguments) -> "Scenario":
    from paymodel.files.yaml_documents import Document
    from paymodel.scenarios.load import scenario_of

    def post(text: str) -> dict[str, str]:
        band, _, step = text.strip().partition(" ")
        keys = {"name": f"Band {text.strip()}", "band": band}
        return keys | ({"step": step.strip()} if step.strip() else {})

    current = post(args.held) | {"unsocial_hours": args.unsocial_hours or "section_2"}
    if args.rota:
        current |= {"rota": args.rota, "if_hours_differ": args.if_hours_differ or "refuse"}
    differ = "scale" if args.to_rota is None else args.if_hours_differ or "refuse"
    offer = post(args.offered) | {"rota": args.to_rota or "monday-to-friday", "if_hours_differ": differ}
    if args.pattern:
        offer["pattern"] = args.pattern
    data = {
        "title": f"From band {args.held} to band {args.offered}",
        "as_at": str(day_asked(args)),
        "nation": args.nation or "england",
        "person": {"whole_time_equivalent": str(args.whole_time_equivalent or 1)},
        "current": current,
        "offers": [offer],
    }
    return scenario_of(Document("command line", data), None, "command-line")
