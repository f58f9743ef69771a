"""The measure of text in charts against the browser's own, and lines that keep to their width."""

import json
import textwrap
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paymodel.charts.letters import LETTERS, TEXT, lines_of, width_of
from paymodel.charts.style import FONT, TITLE
from tests.browser import page_of

TEXTS = {
    "wide": "MWMWMWMWMW",
    "narrow": "ill, Jill: 'till!",
    "digits": "0123456789 2026 48%",
    "pounds": "\u2212£1,350 a year (+£92.62)",
    "accented": "Zoë Brontë's café, Siân Llŷr, Łódź, Ångström, naïveté",
    "mixed": "Take-home pay falls £113 a month on moving to Operations manager (pattern different), band 8a",
    "capitals": "NHS ENGLAND, SCOTLAND, WALES & NORTHERN IRELAND",
    "kerned": "AVAVAV To Ty WA YA P. LT Yo",
    "file": 'scenarios/my_scenario[2].yaml = <b>&"quoted"</b> {x} #1 * a^2 | ~ @ ; ? ` \\ end',
    "quoted": "It\u2019s \u201cfair\u201d \u2013 isn\u2019t it… 37.5\u00d752 = 20° • ½",
}
OVER, UNDER = 0.04, 0.005
"""How far the measure may lie above the browser's, as a part of it, and below: it draws some pairs closer together."""
KERNED = 0.15
"""How far above where every pair is such a one."""
MEASURE = """
asked => asked.map(([text, size, bold, kerning]) => {
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = `${bold ? 'bold ' : ''}${size}px %s`;
  pen.fontKerning = kerning;
  return pen.measureText(text).width;
})
"""


def in_browser(asked: Sequence[tuple[str, float, bool]], kerning: str = "auto") -> list[float]:
    """How wide a browser draws each text in the font of the charts."""
    with page_of("<!doctype html><html><body></body></html>") as page:
        found: list[float] = page.evaluate(MEASURE % FONT, [[*one, kerning] for one in asked])
    return found


def test_text_is_as_wide_as_in_a_browser() -> None:
    asked = [(text, size, bold) for text in TEXTS.values() for size in (TEXT, TITLE) for bold in (False, True)]
    found = {
        (text, size, bold): width_of(text, size, bold=bold) / drawn - 1
        for (text, size, bold), drawn in zip(asked, in_browser(asked), strict=True)
    }
    limit = {key: OVER if key[0] != TEXTS["kerned"] else KERNED for key in found}
    assert {key: part for key, part in found.items() if not -UNDER <= part <= limit[key]} == {}


def test_every_letter_of_the_list_is_as_wide_as_in_a_browser() -> None:
    """A hundred of each, none moved closer to another. Widths are whole thousandths of the size."""
    asked = [(letter * 100, 100.0, bold) for letter in LETTERS for bold in (False, True)]
    apart = {
        (text[0], bold): round(drawn / 10, 1)
        for (text, _, bold), drawn in zip(asked, in_browser(asked, "none"), strict=True)
        if abs(drawn / 10 - LETTERS[text[0]][bold]) > 1 and text[0].strip()
    }
    assert apart == {}


WORDS = st.text(st.sampled_from([*"abcilmwMW -£é…19", "\n", "\u4e2d"]), max_size=60)


@given(WORDS, st.integers(30, 400), st.integers(1, 12), st.booleans())
def test_no_line_is_wider_than_asked_and_none_is_lost(text: str, width: int, most: int, bold: bool) -> None:
    lines = lines_of(text, width, most, bold=bold)
    assert 1 <= len(lines) <= most
    assert all(width_of(line, bold=bold) <= width for line in lines), lines
    if not lines[-1].endswith("…"):  # nothing was left out: the same letters in the same order, hyphens apart
        assert "".join(lines).replace(" ", "").replace("-", "") == "".join(text.split()).replace("-", "")


@pytest.mark.parametrize("text", TEXTS.values())
def test_words_stay_whole_where_they_fit(text: str) -> None:
    words = {word for part in text.split() for word in textwrap.wrap(part, 99)}
    lines = lines_of(text, 250, most=12)
    assert len(lines) == 1 or all(width_of(line) > 125 for line in lines[:-1])
    assert not [word for line in lines for word in line.split() if word not in words and "-" not in "".join(words)]


def test_what_is_left_out_is_an_ellipsis() -> None:
    assert lines_of("Recruitment and retention premium", 94) == ["Recruitment", "and retentio…"]
    assert lines_of("Clinical psychologist", 70, most=3) == ["Clinical", "psycholog-", "ist"]
    assert lines_of("", 60) == [""]
    assert json.dumps(lines_of("a\nb", 60)) == '["a b"]'
