"""The letter to the person concerned: one page of plain words, in English and in Welsh."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document

import paymodel
from paymodel.answers.blocks import Bullets, Heading, Paragraph, as_text
from paymodel.answers.letter import foot_of_letter, letter_blocks
from paymodel.cli import main
from paymodel.errors import Faults, Refused
from paymodel.files.letter_sentences import LANGUAGES, checked_sentences, load_sentences
from paymodel.files.scales import shipped_folder
from paymodel.files.yaml_documents import parse
from paymodel.scenarios.load import shipped_scenarios
from tests.shipped import compared

PERIOD = {"en": r"£[\d,]+ a (month|year)\b", "cy": r"£[\d,]+ y (mis|flwyddyn)\b"}
WALES = "wales-paramedic-to-operations-manager"


def test_letters_of_shipped_scenarios_are_short_and_every_pound_has_its_period() -> None:
    written = 0
    for name in shipped_scenarios()[::4]:
        comparison = compared(name)
        for language in LANGUAGES:
            file = load_sentences(language)
            for move in comparison.moves[:3]:
                try:
                    blocks = letter_blocks(comparison, move, file)
                except Refused:
                    assert move.over is not None
                    continue
                text = " ".join(f"{as_text(blocks)} {foot_of_letter(file)}".split())
                assert sum(bool(re.search(r"\w", word)) for word in text.split()) < 400, (name, language)
                for post in (comparison.held(move.policy_name).post, move.post):  # as people call them
                    text = text.replace(" ".join(post.name.split()), "")
                assert text.count("£") == len(re.findall(PERIOD[language], text)), (name, text)
                assert "{" not in text
                written += 1
    assert written > 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_holds_an_abbreviation(language: str) -> None:
    text = re.sub(r"\{\w+\}|paymodel", "", " ".join(load_sentences(language).sentences.values()))
    short = r"\b[A-Z]{2,}\w*|\b(e\.g|i\.e|etc|p\.a|pcm|wte|fte|approx|incl|info)\b"
    assert [found[0] for found in re.finditer(short, text)] == []


def test_the_letter_says_what_the_answer_says() -> None:
    """41,580.83... now: 60,146.25 less 6,435.65 pension, 8,916.24 tax, 3,213.53 National Insurance; see test_cli."""
    comparison = compared("paramedic-to-operations-manager")
    (move,) = comparison.moves
    blocks = letter_blocks(comparison, move, load_sentences("en"))
    verdict = [block.text for block in blocks if isinstance(block, Heading)][1]
    assert verdict == "Your take-home pay would fall by about £113 a month"  # 1,350.49 / 12 = 112.54
    figures, not_sure, ask = (list(block.items) for block in blocks if isinstance(block, Bullets))
    now, then = (60146.25 - 6435.65 - 8916.24 - 3213.53) / 12, (57528 - 6155.50 - 7981.00 - 3161.16) / 12
    assert figures == [
        f"Take-home pay: about £{now:,.0f} a month now, about £{then:,.0f} a month in the new post.",
        "Pay before deductions: about £60,146 a year now, about £57,528 a year in the new post.",
        "Over the years: added up from the start, you would be ahead of staying from year 6 on.",
    ]
    assert "Overtime and on-call pay are not counted, as none was stated." in not_sure
    assert "A post or rota used here is an example, and may not be yours." in not_sure
    assert len(ask) == 5
    assert any("extra pay for nights" in block.text for block in blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize(
    ("name", "reason"),
    [  # unsocial hours and basic pay now -> then, from the line items of each
        ("paramedic-to-operations-manager", "extra pay for nights, weekends and public holidays would be less"),
        ("scotland-band-7-top-to-8a", "basic pay would be higher"),
        ("back-from-8a-to-the-rota", "extra pay for nights, weekends and public holidays would be more"),
        ("band-7-at-fewer-hours", "basic pay would be lower"),
    ],
)
def test_the_main_reason_is_the_line_that_changes_most(name: str, reason: str) -> None:
    comparison = compared(name)
    text = as_text(letter_blocks(comparison, comparison.moves[0], load_sentences("en")))
    assert f"The main reason: {reason} than it is now." in " ".join(text.split())


def test_a_letter_in_welsh_is_for_wales_and_says_that_it_is_not_reviewed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "llythyr.docx"
    assert main(["letter", WALES, "--language", "cy", "-o", str(target)]) == 0
    texts = [paragraph.text for paragraph in Document(str(target)).paragraphs]
    assert load_sentences("cy").sentences["not_reviewed"] in texts
    assert any(text.startswith("Byddai eich cyflog clir yn gostwng tua £") for text in texts)
    with zipfile.ZipFile(io.BytesIO(target.read_bytes())) as archive:
        assert b'w:val="cy-GB"' in archive.read("word/styles.xml")
    first = target.read_bytes()
    assert main(["letter", WALES, "--language", "cy", "-o", str(target)]) == 0
    assert target.read_bytes() == first
    english = tmp_path / "letter.docx"
    assert main(["letter", WALES, "-o", str(english)]) == 0
    assert not any("reviewed" in paragraph.text for paragraph in Document(str(english)).paragraphs)
    assert main(["letter", "paramedic-to-operations-manager", "--language", "cy", "-o", str(english)]) == 2
    assert "--language cy: is for Wales, and this is england" in capsys.readouterr().err


def test_a_sentence_that_fills_in_other_words_than_the_english_is_refused() -> None:
    text = (shipped_folder("scenarios") / "letters" / "cy.yaml").read_text(encoding="utf-8")
    assert checked_sentences(parse(text.replace("reviewed: no", "reviewed: yes"), "cy.yaml")).reviewed
    for before, after, wanted in (
        ("yn codi tua {change}", "yn codi tua {changes}", "sentences.rises, line 16: must hold {change}"),
        ("  falls:", "  fall:", "sentences.fall, line 15: no letter has such a sentence; did you mean 'falls'"),
        ("  figures: Tri ffigur\n", "", "sentences.figures, line 8: missing"),
    ):
        assert before in text
        with pytest.raises(Faults) as error:
            checked_sentences(parse(text.replace(before, after), "cy.yaml"))
        assert wanted in " ".join(map(str, error.value.faults))


def test_what_a_page_cannot_say_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = next(name for name in shipped_scenarios() if compared(name).moves[0].over is not None)
    assert main(["letter", name, "-o", str(tmp_path / "letter.docx")]) == 2
    assert "a letter is about one that stays: use paymodel report" in capsys.readouterr().err
    assert main(["letter", WALES, "-o", str(tmp_path / "letter.pdf")]) == 2
    assert "give a name that ends in .docx" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    assert paymodel.compare(WALES).moves[0].over is None
