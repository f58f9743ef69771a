"""Several assignments of one person are taken together and taxed as one."""

from pathlib import Path

import pandas as pd
import pytest

import paymodel
from paymodel.cli import main
from paymodel.errors import Faults

HEAD = "id,person_number,band,step,whole_time_equivalent,unsocial_hours_payment,other_pensionable_pay,other_pay\n"
POSTS = """title: One post
as_at: 2026-11-22
offers: [{name: Lead, band: 8a, rota: monday-to-friday, pattern: different}]
"""
OTHERS = "".join(f"B{n},{n},6,top,1,{100 * n},0,0\n" for n in range(20))
# Band 6 top is 48,117: at 0.4 with 2,000 for unsocial hours it pays 19,246.80 + 2,000 = 21,246.80, all pensionable.
TWO = "A1,900,6,top,0.6,5000,0,0\nA1-2,900,6,top,0.4,2000,0,0\n"
ONE = "A1,900,6,top,0.6,5000,21246.80,0\n"
assert round(48_117 * 0.4 + 2_000, 2) == 21_246.80


def changes(folder: Path, rows: str, *options: str) -> pd.DataFrame:
    """What is written of each person, by id; `data-quality` is kept beside."""
    (folder / "staff.csv").write_text(HEAD + rows, encoding="utf-8")
    (folder / "posts.yaml").write_text(POSTS, encoding="utf-8")
    out = folder / f"out-{len(list(folder.iterdir()))}"
    command = ["workforce", str(folder / "staff.csv"), "--posts", str(folder / "posts.yaml"), "--by", "band"]
    assert main([*command, "--rows", "-o", str(out), *options]) == 0
    quality = pd.read_csv(out / "data-quality-not-for-publication.csv", dtype=str)
    found = pd.read_csv(out / "individual-rows-not-for-publication.csv", dtype=str).set_index("id")
    found.attrs["quality"] = quality[["row", "id", "problem"]].to_numpy().tolist()
    found.attrs["said"] = " ".join((out / "README.md").read_text(encoding="utf-8").split())
    return found


@pytest.mark.parametrize("first", [True, False])
def test_a_second_assignment_is_other_pay_of_the_first(tmp_path: Path, *, first: bool) -> None:
    alone = changes(tmp_path, ONE + OTHERS)
    rows = TWO if first else "".join(reversed(TWO.splitlines(keepends=True)))  # whichever the list has first
    both = changes(tmp_path, rows + OTHERS)
    assert list(both.loc["A1"]) == list(alone.loc["A1"])
    assert both.drop(index="A1").equals(alone.drop(index="A1"))
    apart = changes(tmp_path, TWO.replace("A1-2", "C1") + OTHERS)
    assert float(str(apart.loc["A1", "take_home_pay"])) < float(str(both.loc["A1", "take_home_pay"]))
    row, main_row = ("3", "2") if first else ("2", "3")
    words = f"another assignment of the person on row {main_row}: taken together with it, and taxed as one"
    assert both.attrs["quality"] == [[row, "A1-2", words]]
    # as published: 1 person, and 21 of 22 rows
    assert "Fewer than 8 people have several assignments: they are taken together" in both.attrs["said"]
    assert "20 of 20 rows of the staff list could be used" in both.attrs["said"]


def test_a_column_may_name_the_person(tmp_path: Path) -> None:
    alone = changes(tmp_path, ONE + OTHERS)
    both = changes(tmp_path, TWO.replace("A1-2", "C1") + OTHERS, "--person", "person_number")
    assert list(both.loc["A1"]) == list(alone.loc["A1"])
    assert [row[1] for row in both.attrs["quality"]] == ["C1"]
    nameless = TWO.replace(",900,", ",,").replace("A1-2", "C1")  # rows that name nobody are each of a person
    assert len(changes(tmp_path, nameless + OTHERS, "--person", "person_number")) == 22
    with pytest.raises(Faults, match="person: no column 'person_numbr'; did you mean 'person_number'"):
        paymodel.workforce(tmp_path / "staff.csv", tmp_path / "posts.yaml", person="person_numbr")


def test_an_id_that_ends_in_a_number_is_of_another_person_where_nobody_has_the_rest(tmp_path: Path) -> None:
    found = changes(tmp_path, TWO.replace("A1,", "A9,") + OTHERS)
    assert len(found) == 22
    assert found.attrs["quality"] == []


def test_ids_of_which_none_is_the_first_are_counted_each_and_said(tmp_path: Path) -> None:
    found = changes(tmp_path, TWO.replace("A1,", "A1-3,") + OTHERS)
    assert len(found) == 22
    words = "Some ids are the same but for -2, -3 ... at their ends, and no row has the rest alone"
    assert words in found.attrs["said"]
    assert words not in changes(tmp_path, TWO + OTHERS).attrs["said"]
    named = changes(tmp_path, TWO.replace("A1,", "A1-3,") + OTHERS, "--person", "person_number")
    assert len(named) == 21
    assert words not in named.attrs["said"]


def test_three_assignments_are_one_person(tmp_path: Path) -> None:
    # 0.2 of 48,117 is 9,623.40, and 1,000 of other pay of the third is not pensionable
    three = "A1,,6,top,0.4,5000,0,0\na1-2,,6,top,0.2,0,0,0\nA1-3,,6,top,0.2,0,0,1000\n"
    one = "A1,,6,top,0.4,5000,19246.80,1000\n"
    assert round(48_117 * 0.2 * 2, 2) == 19_246.80
    alone, found = changes(tmp_path, one + OTHERS), changes(tmp_path, three + OTHERS)
    assert list(found.loc["A1"]) == list(alone.loc["A1"])
    assert [row[1] for row in found.attrs["quality"]] == ["a1-2", "A1-3"]


def test_an_id_that_repeats_another_is_no_further_assignment(tmp_path: Path) -> None:
    alone = changes(tmp_path, ONE + OTHERS)
    found = changes(tmp_path, TWO + "A1,,6,top,1,0,0,0\nB3,,6,top,1,0,0,0\n" + OTHERS)
    assert list(found.loc["A1"]) == list(alone.loc["A1"])
    said = [words for _, _, words in found.attrs["quality"]]
    assert said[0].startswith("another assignment of the person on row 2")
    assert said[1:] == ["the assignment stands on row 2 already", "the assignment stands on row 5 already"]
