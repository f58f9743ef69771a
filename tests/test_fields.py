"""A field of a job is told once: it is at its doors and at no other, with words, a label and a way to be read."""

from unittest.mock import MagicMock

import pytest

from paymodel.app import full_form, workforce_form
from paymodel.files import mappings, people_tables
from paymodel.files.person_types import OWN_TYPES, TYPES_OF_KINDS
from paymodel.files.person_values import BOUNDS, READERS, read_number, read_word
from paymodel.pay.fields import Door, JobField, Kind, about
from paymodel.pay.job import FIELDS, fields_at
from paymodel.scenarios import schema

STATED = [each for each in FIELDS.values() if each.doors]
SOUND = {
    **dict.fromkeys((Kind.POUNDS, Kind.HOURS, Kind.HOURS_A_WEEK, Kind.COUNT, Kind.YEARS), ("2", 2.0)),
    Kind.SHARE: ("50%", 0.5),
    Kind.YES_NO: ("yes", True),
    Kind.PERCENT: ("25%", 0.25),
}
"""A value of each kind as people write it, and as it is read."""


@pytest.mark.parametrize("each", STATED, ids=lambda each: each.name)
def test_a_field_is_where_it_may_be_stated_and_nowhere_else(each: JobField) -> None:
    doors = {
        Door.TABLES: people_tables.COLUMNS,
        Door.STAFF_LISTS: mappings.COLUMNS,
        Door.POSTS: schema.PostFile.__struct_fields__,
        Door.PERSON: schema.PersonFile.__struct_fields__,
    }
    assert [door for door, names in doors.items() if each.name in names] == [
        door for door in doors if door in each.doors
    ]
    shown = {*mappings.REQUIRED, *(name for names in workforce_form.PARTS.values() for name in names)}
    assert (each.name in shown) == (Door.STAFF_LISTS in each.doors)


@pytest.mark.parametrize("each", STATED, ids=lambda each: each.name)
def test_a_field_has_a_label_words_and_a_way_to_be_read(each: JobField) -> None:
    assert each.label
    assert each.words or each.kind is Kind.YES_NO
    assert each.name in OWN_TYPES or each.kind in TYPES_OF_KINDS or Door.POSTS not in each.doors
    if each.kind in SOUND and each.name != "basic_pay":
        text, value = SOUND[each.kind]
        assert (read_number if each.is_number else read_word)(each.name, text) == value
    if each.is_number:
        least, most = BOUNDS[each.name]
        assert (least, most) == each.bounds
        with pytest.raises(ValueError, match="is out of range"):
            read_number(each.name, f"{most + 1:.0f}")
    elif each.name != "step":  # it needs the band, too
        assert each.name in READERS
    if each.kind is Kind.PREMIUM:
        assert f"{each.name}_share" in FIELDS


def test_every_key_of_a_post_and_of_a_person_is_drawn_in_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_form, "rotas_to_choose", lambda _: {})
    post, person = MagicMock(), MagicMock()
    full_form.draw_post_fields(post, ("current",))
    full_form._person(person)
    for form, door in ((post, Door.POSTS), (person, Door.PERSON)):
        places = [call.args[0] for call in form.mock_calls if call.args and isinstance(call.args[0], tuple)]
        drawn = {place[1] for place in places if len(place) > 1}
        keys = {each.by_the_week or each.name for each in fields_at(door) if door is Door.PERSON or not each.theirs}
        assert keys <= drawn


def test_a_field_takes_the_bounds_of_its_kind_unless_it_has_its_own() -> None:
    (own,) = about(Kind.COUNT, "Days of the week", bounds=(1.0, 7.0)).values()
    (usual,) = about(Kind.COUNT, "Days").values()
    assert own.bounds == (1.0, 7.0)
    assert usual.bounds == (0.0, 20.0)
