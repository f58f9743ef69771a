"""By unsocial hours: a move to each band from 8a up, as unsocial hours pay of the post held grows."""

from paymodel.app import render
from paymodel.app.questions import Question, file_of
from paymodel.app.save_and_share import draw_commands
from paymodel.app.shell_words import shell_line
from paymodel.app.worked_out import worked_out
from paymodel.charts.sweeps_bands import band_lines, by_unsocial_hours, own_words
from paymodel.reports.parts import Worked
from paymodel.scenarios.sweeps import bands_of


def draw(question: Question, _worked: Worked) -> None:
    """Draw the tab: a line for each band under a policy, and the command that draws the same."""
    answer = worked_out(question, bands_of, "The bands cannot be worked out yet.")
    if answer is None:
        return
    scenario, by_policy, left_out = answer
    names = list(by_policy)
    policy = render.policy_of(names, "unsocial-policy")
    lines = band_lines(by_policy[policy])
    render.answer(own_words(lines), loses=any(line.own_change < 0 for line in lines))
    render.note(
        "Each band starts on the step of a promotion and works Monday to Friday. The person and the post held are those"
        " of the question at the side; only unsocial hours pay of the post held varies."
    )
    for words in left_out:
        render.note(words)
    render.picture(by_unsocial_hours(scenario, lines, policy), "bands")
    option = ["--policy", policy] if len(names) > 1 else []
    line = shell_line("paymodel", "chart", "bands", file_of(question), *option, "-o", "bands.svg")
    draw_commands(question, [line], "bands-file")
