"""`paymodel chart`: one chart to publish."""

from pathlib import Path

from paymodel.commands.arguments import SCENARIO, Arguments, Parser
from paymodel.commands.output import refusals_of, say

CHARTS = (
    *("waterfall", "payslips", "unsocial-hours", "matrix", "careers", "workforce", "remedies", "rota", "cliffs"),
    *("ladder", "policy-costs", "sensitivity", "range", "heat-map", "history", "bands", "professions", "frontier"),
)

HELP = "draw one chart to publish (SVG, PNG or HTML), or write its data or words"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("kind", choices=CHARTS, metavar="KIND", help=", ".join(CHARTS))
    folder = "for workforce, heat-map, frontier and the ladder of a workforce, the folder that the command wrote"
    parser.add_argument("scenario", nargs="?", help=f"{SCENARIO}; {folder}; professions needs none")
    parser.add_argument("--offer", metavar="NAME", help="the post offered [the first]")
    parser.add_argument("--policy", metavar="NAME", help="the policy [the first]")
    parser.add_argument("--posts", metavar="POSTS", help="for sensitivity of a staff list: the posts offered")
    parser.add_argument("--by", metavar="COLUMN", help="for workforce and heat-map: the column to group by")
    parser.add_argument(
        "--size", choices=("board", "phone"), default="board", help="for a board paper or a phone [board]"
    )
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="ends in .svg, .png, .html, .csv or .txt")


def run(args: Arguments) -> None:
    """Write the chart."""
    from paymodel.files.yaml_documents import write_atomically
    from paymodel.reports.exports import check_ending, export_picture
    from paymodel.reports.pictures import picture_of
    from paymodel.scenarios.ready_grids import scenario_of_grid

    target = Path(args.output)
    check_ending(target)
    scenario = scenario_of_grid(args.scenario, args.kind, f"paymodel chart {args.kind}")
    with refusals_of(scenario):
        picture = picture_of(args.kind, scenario, offer=args.offer, policy=args.policy, by=args.by, posts=args.posts)
    write_atomically(target, export_picture(picture, target.suffix, phone=args.size == "phone"))
    say(f"Wrote {target}: {picture.title}. {picture.stamp}\n")
