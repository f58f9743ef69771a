"""Professions: each of the fourteen allied health professions against the ladder, for the person of the question."""

from paymodel.app import render
from paymodel.app.questions import Question, file_of
from paymodel.app.save_and_share import draw_commands
from paymodel.app.shell_words import shell_line
from paymodel.app.worked_out import worked_out
from paymodel.charts.professions import professions_picture
from paymodel.reports.parts import Worked
from paymodel.scenarios.sweeps import professions_of


def draw(question: Question, _worked: Worked) -> None:
    """Draw the tab: the heat map under a policy, and the commands that give the same."""
    answer = worked_out(question, professions_of, "The professions cannot be worked out yet.")
    if answer is None:
        return
    scenario, moves = answer
    names = list(dict.fromkeys(move.policy for move in moves))
    policy = render.policy_of(names, "professions-policy")
    picture = professions_picture(scenario, moves, policy)
    render.answer(f"{picture.title}.", loses=any(move.take_home_change < 0 for move in moves if move.policy == policy))
    render.note(
        "The person, day, nation, switches and policies are those of the question at the side; the posts held and"
        " offered are illustrations of each profession and of the ladder."
    )
    render.picture(picture, "professions")
    file, option = file_of(question), ["--policy", policy] if len(names) > 1 else []
    lines = [
        shell_line("paymodel", "chart", "professions", file, *option, "-o", "professions.svg"),
        shell_line("paymodel", "sweep", file, "--ready", "professions", "-o", "professions.csv"),
    ]
    draw_commands(question, lines, "professions-file")
