"""The workforce page: its answer is that of the command, a staff list is put right by hand, and stays in memory."""

import json
import re
import threading
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

import paymodel
from paymodel.about import INVENTED
from paymodel.answers.tables import Table, as_csv
from paymodel.answers.workforce import Published
from paymodel.answers.workforce_phrasing import quality_blocks, without_cells
from paymodel.app import background, workforce_question
from paymodel.app.workforce import MEGABYTES
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.mappings import GROUPS, find_mapping, guessed, load_mapping
from paymodel.files.scales import shipped_folder
from paymodel.files.staff_lists import headings_of, pieces, read_part
from paymodel.files.uploads import Upload
from paymodel.files.yaml_documents import read_document
from paymodel.progress import listening, progress
from paymodel.workforces.disclosure import control_of
from paymodel.workforces.row_by_row import Quality
from tests.app import choose, end, file_of, free_port, serve, show, violations, visit
from tests.app_script import ANSWERED, FAULTS, Script, table_of

LIST = shipped_folder("scenarios") / "workforce" / "ambulance-trust.csv"
RENAMED = {
    "id": "Employee Number",
    "band": "Pay band",
    "step": "Level",
    "whole_time_equivalent": "WTE",
    "site": "Depot",
}
TEXTS = {"dtype": str, "keep_default_na": False}


def table() -> pd.DataFrame:
    return pd.read_csv(LIST, dtype=str, keep_default_na=False)


def as_xlsx(**sheets: pd.DataFrame) -> bytes:
    out = BytesIO()
    with pd.ExcelWriter(out, engine="xlsxwriter") as writer:
        for name, cells in sheets.items():
            cells.to_excel(writer, sheet_name=name, index=False)
    return out.getvalue()


def as_parquet(cells: pd.DataFrame) -> bytes:
    out = BytesIO()
    cells.to_parquet(out, index=False, row_group_size=150)
    return out.getvalue()


def contents() -> dict[str, bytes]:
    """The shipped list in each kind of file."""
    return {"staff.csv": LIST.read_bytes(), "staff.xlsx": as_xlsx(Staff=table()), "staff.parquet": as_parquet(table())}


@pytest.mark.parametrize("name", ["staff.csv", "staff.xlsx", "staff.parquet"])
def test_a_list_in_memory_reads_as_the_file_does(name: str, tmp_path: Path) -> None:
    content = contents()[name]
    (tmp_path / name).write_bytes(content)
    upload = Upload(name, content)
    assert headings_of(upload) == headings_of(tmp_path / name)
    mapping = load_mapping("template")
    for here, there in zip(pieces(upload), pieces(tmp_path / name), strict=True):
        one, other = (read_part(piece, mapping, GROUPS) for piece in (here, there))
        assert one.numbers.tolist() == other.numbers.tolist()
        assert one.id_of(one.numbers - one.numbers[0]) == other.id_of(one.numbers - one.numbers[0])
        assert {name: column.texts().tolist() for name, column in one.texts.items()} == {
            name: column.texts().tolist() for name, column in other.texts.items()
        }
        assert {name: str(values.tolist()) for name, values in one.figures.items()} == {
            name: str(values.tolist()) for name, values in other.figures.items()
        }
        with pytest.raises(TypeError, match="is held in memory"):
            _ = here.path


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("staff.csv", b"", "staff.csv: is empty"),
        ("staff.xlsx", b"", "staff.xlsx: is empty"),
        ("staff.parquet", b"PAR1", "staff.parquet: is not a sound Parquet file; write it again, or give a CSV file"),
        ("staff.xlsx", b"PK no", "staff.xlsx: is not a sound Excel workbook, whatever its name; save it as .xlsx or"),
        ("staff.csv", b"id,band\n\x81,1\n", "staff.csv: line 2: is not UTF-8 text; save it as CSV UTF-8"),
        ("staff.doc", b"x", "staff.doc: holds no rows"),
    ],
)
def test_a_list_in_memory_that_cannot_be_read(name: str, content: bytes, words: str) -> None:
    with pytest.raises(Faults) as error:
        headings_of(Upload(name, content))
    assert str(error.value).startswith(words)


def asked(source: Any, kind: str = "ambulance", **changed: Any) -> workforce_question.Asked:
    mapping = load_mapping("template")
    given = {
        "posts": workforce_question.shipped_posts(kind),
        "policies": workforce_question.shipped_policies(),
        **changed,
    }
    return workforce_question.Asked(source, None, mapping, **given)


def test_parts_of_a_list_add_up_and_tell_how_far_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[float | None] = []
    monkeypatch.setattr(workforce_question, "FEWEST_AT_ONCE", 90)
    with listening(lambda _words, share: told.append(share)):
        found = workforce_question.answer_workforce(asked(Upload("staff.csv", LIST.read_bytes())), 400, "template")
    tables = paymodel.workforce("ambulance", "ambulance", "leadership")
    assert [table.name for table in found.tables] == list(tables)
    for table in found.tables:
        assert as_csv(table) == tables[table.name].to_csv(index=False, lineterminator="\n")
    people = 400
    assert [share for share in told if share is not None] == [0.0, *(at / people for at in (90, 180, 270, 360)), 1.0]


def test_a_rota_of_an_upload_is_a_shipped_one(tmp_path: Path) -> None:
    secret = tmp_path / "ward.yaml"
    secret.write_text("title: x\n", encoding="utf-8")
    cells = table()[["id", "profession", "band", "step", "whole_time_equivalent"]].assign(rota=str(secret))
    found = workforce_question.check_rows(asked(Upload("staff.csv", cells.to_csv(index=False).encode())))
    assert found.used == 0
    assert {without_cells(message) for *_, column, message in found.problems if column == "rota"} == {
        "leaves the folder; a file lies beside or below the one that names it"
    }


@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern_ireland"])
def test_rows_are_read_on_the_day_whatever_the_posts(nation: str) -> None:
    content = b"id,band,step,whole_time_equivalent,unsocial_hours_payment\nA,6,top,1,0\nB,6,9,1,0\n"
    posts = {"title": "x", "as_at": "2026-11-22", "nation": nation, "offers": [{"post": "nowhere"}]}
    found = workforce_question.check_rows(asked(Upload("staff.csv", content), posts=posts))
    assert (found.read, found.used) == (2, 1)
    with pytest.raises(Faults, match="'nowhere' is not in the post library"):
        workforce_question.answer_workforce(asked(Upload("staff.csv", content), posts=posts), 2, "template")


@pytest.mark.parametrize("by", [("Surname",), ("site", "e-mail")])
def test_groups_that_name_people_are_refused(by: tuple[str, ...]) -> None:
    cells = table().assign(**{"Surname": "Smith", "e-mail": "jo.bloggs@nhs.example"})
    with pytest.raises(Faults) as error:
        workforce_question.answer_workforce(
            asked(Upload("staff.csv", cells.to_csv(index=False).encode()), by=by), 400, "template"
        )
    (fault,) = error.value.faults
    assert (fault.file, fault.place) == ("staff.csv", f"--by {by[-1]}")
    assert fault.message.startswith("its heading looks like that of a")
    site = cells.assign(site=[f"{number} Acacia Avenue" for number in range(400)])
    found = workforce_question.answer_workforce(
        asked(Upload("staff.csv", site.to_csv(index=False).encode())), 400, "template"
    )
    assert not any("Acacia" in as_csv(table) for table in found.tables)


def test_quality_says_no_names() -> None:
    problems = [
        (3, "E-77", "band", "'Jo Smith' is not a band; one of: 1, 2"),
        (4, "E-78", "band", "'Al O'Hara is here' is not a band; did you mean '6'?"),
        (9, "E-79", "id", "the assignment stands on row 3 already"),
    ]
    said = quality_blocks(Quality(10, 7, problems), {"band": "Who"})
    (shown,) = [block for block in said if isinstance(block, Table)]
    assert shown.rows == [
        ["band (in the list: Who)", "is not a band", 2, "3, 4"],
        ["id", "the assignment stands on an earlier row already", 1, "9"],
    ]


def test_headings_are_guessed() -> None:
    found = guessed(["Employee Number", "Pay band", "Grade Step", "Whole-time equivalent", "Depot"])
    assert found.columns == {
        "id": ["Employee Number"],
        "band": ["Pay band"],
        "step": ["Grade Step"],
        "whole_time_equivalent": ["Whole-time equivalent"],
    }
    headings = headings_of(LIST)
    assert workforce_question.mapping_name(guessed(headings), headings) == find_mapping(headings, LIST) == "template"


def test_the_posts_of_a_question_may_hold_their_own_rotas() -> None:
    from paymodel.app.questions import load_shipped

    question = load_shipped("paramedic-to-operations-manager")
    rota = {
        "title": "Own",
        "public_holidays": "leave",
        "shifts": {"D": {"start": "09:00", "end": "17:00", "unpaid_break_minutes": "30"}},
        "weeks": ["D D D D D - -"],
    }
    question["rotas"] = {"own": rota}
    question["offers"][0]["rota"] = "own"
    found = workforce_question.answer_workforce(
        asked(LIST, posts=workforce_question.posts_of(question), policies=None), 400, "template"
    )
    assert {row[1] for row in found.summary.rows} == {question["offers"][0].get("name") or "Operations manager"}
    assert found.headline.startswith(f"{INVENTED} Of those in the band just below each post, ")


def test_no_upload_is_spooled_to_a_disk() -> None:
    from importlib import import_module

    parser = import_module("starlette.formparsers").MultiPartParser
    config = (Path(__file__).parents[1] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert f"maxUploadSize = {MEGABYTES}" in config
    assert parser.spool_max_size > MEGABYTES * 1024 * 1024


def test_work_can_be_stopped_and_says_nothing_that_a_list_holds(capsys: pytest.CaptureFixture[str]) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def long() -> str:
        progress("one", 0.25)
        begun.set()
        go_on.wait(20)
        progress("two", 0.5)
        return "done"

    one = background.Work("key")
    one.begin(long)
    assert begun.wait(20)
    assert (one.words, one.share) == ("one", 0.25)
    one.stopped.set()
    go_on.set()
    assert one.done.wait(20)
    assert one.result is None

    def broken() -> None:
        raise KeyError("Jo Smith")

    other = background.Work("key")
    other.begin(broken)
    assert other.done.wait(20)
    (fault,) = other.faults
    assert "KeyError at line" in fault.message
    assert "Smith" not in fault.message + capsys.readouterr().err


@pytest.fixture
def in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page waits for its long work, as there is no browser here to ask again how far it is."""
    monkeypatch.setattr(background, "PATIENCE", 60.0)


TOGETHER = control_of().words()


@pytest.mark.usefixtures("in_one_go")
def test_the_demonstration_is_the_answer_of_the_command(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["workforce", "ambulance", "--posts", "ambulance", "--policies", "leadership", "-o", str(out)]) == 0
    summary = pd.read_csv(out / "summary.csv", **TEXTS)  # type: ignore[call-overload]
    first = summary[summary["policy"] == "In force"]
    app = Script(page="workforce")
    app.press("Try the demonstration workforce")
    assert not app.app.query_params
    assert app.words.count(TOGETHER) == 1
    worst = first[first["post"] == "Clinical quality or education lead"].iloc[0]
    assert worst["lose"] == worst["people"]
    assert f"nearly all of {worst['people']} people in band {worst['band_held']} would lose" in app.texts(ANSWERED)[0]
    rows = app.rows('//table[.//th = "Median loss"]')
    assert [row[1:6] for row in rows] == first[["band_held", "people", "lose", "same", "gain"]].to_numpy().tolist()
    app.show("By group")
    app.choose("Group by", "profession")
    assert len([caption for caption in app.texts("//table/caption") if caption.endswith("by profession")]) == 1
    assert app.file_of("Every group, post and policy (CSV)") == (out / "groups.csv").read_bytes()
    app.show("Ways to fix it")
    ranking = app.rows(table_of("Remedies, the cheapest"))
    applying = [row for row in ranking if not row[0].endswith("(does not apply)")]
    assert ranking[: len(applying)] == applying  # what does not apply comes last, however cheap
    pounds = [int(re.sub(r"[^0-9-]", "", row[3])) for row in applying if "£" in row[3]]
    assert pounds
    assert pounds == sorted(pounds)
    names = [row[0] for row in ranking]
    caption = app.texts("//figcaption")[0]
    assert caption.startswith("Invented people: ")
    assert f"£{pounds[0]:,} a year for each who no longer loses" in caption
    assert f"First: {names[0]}" in caption
    (drawn,) = app.texts("//figure//p[@class='pm']")  # the words of the chart
    assert all(f"{name}: " in drawn for name in names)
    assert app.file_of("Every ranking, post and band held (CSV)") == (out / "remedies.csv").read_bytes()
    assert app.file_of("Every cost, post and policy (CSV)") == (out / "costs.csv").read_bytes()
    app.show("How sure")
    assert "Assumptions" in app.words
    app.show("Download")
    assert TOGETHER in app.words
    assert TOGETHER in app.said
    for name in ("summary.csv", "groups.csv", "costs.csv", "remedies.csv", "why.csv", "README.md"):
        assert app.file_of(name) == (out / name).read_bytes()
    one, other = json.loads(app.file_of("run.json")), json.loads((out / "run.json").read_bytes())
    assert {**one, "made": "", "keyed": None} == {**other, "made": "", "keyed": None}
    (tmp_path / "all.zip").write_bytes(app.file_of("All of these (zip)"))
    assert main(["verify", str(tmp_path / "all.zip")]) == 0
    command = "paymodel workforce ambulance --posts ambulance --policies leadership -o answer"
    assert command in [code.value for code in app.app.code]
    app.show("Data quality")
    assert "400 of 400 rows can be used. Nothing was found wrong with any." in app.words


@dataclass(frozen=True)
class Renamed:
    """A list whose headings are not ours, with two rows that cannot be used, and the answer of the rest."""

    raw: bytes
    twice: str
    expected: Published


@pytest.fixture(scope="module")
def renamed() -> Renamed:
    cells = table()
    cells["band"] = [*cells["band"][:3], "Zebedee", *cells["band"][4:]]
    twice = str(cells["id"][6])
    cells["id"] = [*cells["id"][:7], twice, *cells["id"][8:]]
    raw = cells.rename(columns=RENAMED).to_csv(index=False).encode()
    ours = Upload("x.csv", cells.to_csv(index=False).encode())
    return Renamed(raw, twice, workforce_question.answer_workforce(asked(ours), 400, "template"))


@pytest.mark.usefixtures("in_one_go")
def test_a_renamed_list_is_put_right(renamed: Renamed, tmp_path: Path) -> None:
    app = Script(page="workforce")
    app.give("our staff.csv", renamed.raw)
    assert "Say below which heading holds the step; then the rows are read" in app.words
    assert "Choose the heading that holds the step." in app.said
    app.choose("Step (required)", "Level")
    assert "398 of 400 rows can be used; 2 are left out of the answer." in app.words
    assert app.value("Step (required)") == "Level"  # the page stays at the columns
    app.show("Data quality")
    assert any("is not a band" in row[1] and row[-1].endswith("5") for row in app.rows())
    assert "Zebedee" not in app.html
    assert renamed.twice not in app.html
    said = app.file_of("Every such row (CSV, without ids or names)").decode()
    assert said.startswith('row,id,column,problem\n5,,band,"is not a band; one of: 1, 2')
    assert "Zebedee" not in said
    app.choose("Posts offered", "Leadership posts of an ambulance trust")
    app.show("Columns")
    app.choose("Site", "Depot")
    app.take("Save the mapping", tmp_path)
    app.press("Work it out")
    assert app.texts(ANSWERED) == [renamed.expected.headline]
    app.show("Download")
    summary, groups = (as_csv(table) for table in renamed.expected.tables[:2])
    assert app.file_of("summary.csv").decode() == summary
    assert app.file_of("groups.csv").decode() == groups
    (tmp_path / "our staff.csv").write_bytes(renamed.raw)
    words = ["workforce", str(tmp_path / "our staff.csv"), "--posts", "ambulance", "--policies", "leadership"]
    out = tmp_path / "out"
    assert main([*words, "--mapping", str(tmp_path / "mapping.yaml"), "-o", str(out)]) == 0
    assert (out / "groups.csv").read_text(encoding="utf-8") == groups
    assert "q" not in app.app.query_params
    app.go("compare")
    app.go("workforce")
    assert "Staff list: our staff.csv" in app.words
    assert app.texts(ANSWERED) == [renamed.expected.headline]


@pytest.mark.usefixtures("in_one_go")
def test_a_workbook_of_two_sheets_and_files_at_fault() -> None:
    staff = table().assign(**{"Known as": "Jo"})
    app = Script(page="workforce")
    app.give("staff.xlsx", as_xlsx(Notes=pd.DataFrame({"a": ["b"]}), Staff=staff))
    app.choose("Sheet of the workbook", "Staff")
    assert "400 of 400 rows can be used" in app.words
    app.choose("Group people by", "Known as")
    app.press("Work it out")
    assert any(said.startswith("Known as\\: its heading looks like that of a name") for said in app.alerts)
    app.app.sidebar.multiselect[0].set_value([])
    app.choose("Group people by", "part or whole time")
    app.write("Redact counts of people up to 2 more than", "9")
    app.choose("Posts offered", "Leadership posts of an ambulance trust")
    app.choose("Policies compared", "The rules in force alone")
    app.press("Work it out")
    tables = paymodel.workforce("ambulance", "ambulance", by=["part_or_whole_time"], threshold=9)
    app.show("Download")
    for name, frame in tables.items():
        assert app.file_of(f"{name}.csv").decode("utf-8-sig") == frame.to_csv(index=False, lineterminator="\n")
    for name, content, words in (
        ("staff.csv", b"", "is empty"),
        ("staff.csv", b"id,band,step,whole_time_equivalent,rota\n1,x,1,1,y\n", "no row can be used"),
        ("staff.xlsx", b"PK not a workbook", "is not a sound Excel workbook"),
    ):
        app.press("Use another list")
        app.give(name, content)
        assert any(words in said for said in app.texts(FAULTS))


@pytest.mark.usefixtures("in_one_go")
def test_the_row_of_the_headings_may_be_said() -> None:
    """Headings below a title that looks like headings: the row is said, as with --heading-row."""
    people = [f"P{number},6,top,1,0" for number in range(9)]
    lines = ["Trust,Ward,Month,Year,By", "A,B,11,2026,C", "Nr,Tier,Rung,Part,unsocial_hours_payment", *people]
    app = Script(page="workforce")
    app.give("staff.csv", "\n".join(lines).encode())
    app.write("Row of the headings", "3")
    for column, heading in (("Id", "Nr"), ("Band", "Tier"), ("Step", "Rung"), ("Whole time equivalent", "Part")):
        app.choose(f"{column} (required)", heading)
    assert "9 of 9 rows can be used" in app.words
    command = workforce_question.twin_of(asked(Upload("staff.csv", b"id"), heading_row=3), "template").command
    assert "--heading-row 3" in command
    found = Script(page="workforce")
    title = "Trust,Ward,Month,Year,By\nid,band,step,whole_time_equivalent,unsocial_hours_payment\n"
    found.give("staff.csv", (title + "\n".join(people)).encode())
    assert "If they are in another row, say which under Row of the headings." in found.words
    assert "--heading-row" not in found.words


@pytest.mark.usefixtures("in_one_go")
def test_the_pay_bill_of_reforms_is_what_the_command_writes(tmp_path: Path) -> None:
    """The reforms that were discussed, on invented people: what each costs, and who no longer loses."""
    app = Script(page="workforce")
    app.press("Try the demonstration workforce")
    assert "Pay bill" not in app.tabs
    app.choose("Policies compared", "Reforms of the bands that were discussed, none agreed")
    app.tick("Work out the pay bill of everybody in post, too")
    app.press("Work it out")
    app.show("Pay bill")
    assert "A wider gap from band 7 to band 8a" in app.words
    assert "Nothing is drawn for this post" not in app.words
    app.choose("Post", "Clinical quality or education lead", main=True)
    assert [row[0] for row in app.rows()][:2] == ["In force", "A wider gap from band 7 to band 8a"]
    out = tmp_path / "out"
    words = ["workforce", "ambulance", "--posts", "ambulance", "--policies", "discussed", "--paybill"]
    assert main([*words, "-o", str(out)]) == 0
    for name in ("paybill.csv", "incentive.csv"):
        assert app.file_of(f"{name}, every row").decode() == (out / name).read_text(encoding="utf-8")
    app.show("Download")
    assert "--policies discussed --paybill" in app.app.code[0].value


def test_cancel_keeps_what_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    let = threading.Event()
    let.set()
    told = background.Work._note_progress

    def held(work: background.Work, words: str, share: float | None) -> None:
        told(work, words, share)
        while not let.wait(0.02):  # it gets no further: so there is time to cancel it, on any machine
            told(work, words, share)

    monkeypatch.setattr(background.Work, "_note_progress", held)
    monkeypatch.setattr(background, "_session", str)  # of no page that could be closed
    monkeypatch.setattr(background, "PATIENCE", 0.05)
    app = Script(page="workforce")

    def goes_on() -> None:
        """Draw the page until the work is done, as a browser asks for."""
        let.set()
        app.draw()
        while app.app.get("progress"):
            app.draw()

    let.clear()
    app.give("staff.csv", LIST.read_bytes())
    assert "Staff list: staff.csv" in app.words
    assert app.app.get("progress")
    app.press("Cancel")
    assert "Reading was stopped." in app.words
    let.set()
    app.press("Go on")
    goes_on()
    assert "400 of 400 rows can be used" in app.words
    app.choose("Policies compared", "Premiums, a hybrid rota, a higher step")
    app.choose("Posts offered", "Leadership posts of an ambulance trust")
    goes_on()
    assert "400 of 400 rows can be used" in app.words
    let.clear()
    app.press("Work it out")
    assert app.app.get("progress")
    app.press("Cancel")
    assert "Stopped. The list and all that is asked are as they were" in app.words
    let.set()
    assert app.value("Posts offered") == "ambulance"
    assert "400 of 400 rows can be used" in app.words
    app.press("Work it out")
    goes_on()
    assert "take-home pay would fall" in app.texts(ANSWERED)[0]


@pytest.mark.usefixtures("in_one_go")
def test_words_of_a_list_are_given_ours_and_kept_in_the_mapping(tmp_path: Path) -> None:
    """Three rows of Tier 6, two of loan Alpha; a word of one row alone could be a name, and is not shown."""
    rows = [
        "A,Tier 6,top,,yes",
        "B,Tier 6,top,Alpha,yes",
        "C,6,top,Alpha,yes",
        "D,Tier 6,top,,yes",
        "E,Zebedee,top,,yes",
    ]
    heads = "id,band,step,student_loan,in_pension_scheme,whole_time_equivalent,unsocial_hours_payment"
    content = "\n".join([heads, *(f"{row},1,0" for row in rows)]).encode()
    app = Script(page="workforce")
    app.give("staff.csv", content)
    assert "0 of 5 rows can be used; 5 are left out of the answer." in app.words
    app.choose("Band: Tier 6", "6")
    app.press("Use these words")
    assert "2 of 5 rows can be used" in app.words  # B and C wait for their loan, E is not known
    assert app.value("Band: Tier 6") == "6"  # what was chosen keeps its row
    app.choose("Student loan: Alpha", "plan 2")
    app.press("Use these words")
    assert "4 of 5 rows can be used" in app.words
    assert "Read in another dress: band: 'Tier 6' as 6 (3 rows); student_loan: 'Alpha' as plan_2 (2 rows)." in app.words
    assert "1 other word is not known. It is not shown, to keep names off the page." in app.said
    assert "Zebedee" not in app.html + app.said + str([field.label for field in app.app.selectbox])
    app.show("Columns")
    saved = read_document(app.take("Save the mapping", tmp_path)).data
    assert saved["values"] == {"band": {"Tier 6": "6"}, "student_loan": {"Alpha": "plan_2"}}
    mapping = workforce_question.mapping_of_data(saved, "mapping.yaml")
    again = replace(asked(Upload("staff.csv", content)), mapping=mapping)
    assert workforce_question.check_rows(again).used == 4


@pytest.mark.usefixtures("in_one_go")
def test_those_in_post_count_alone_where_the_list_says_who_is() -> None:
    """Of thirty people, twenty are active: the posts are open to them, as `open_to` of a posts file says it.

    A lever of the page Remedies counts those twenty too.
    """
    rows = [f"P{number},6,top,1,0,{'Active Assignment' if number % 3 else 'Career Break'}" for number in range(30)]
    heads = "id,band,step,whole_time_equivalent,unsocial_hours_payment,Assignment Status"
    app = Script(page="workforce")
    app.give("staff.csv", "\n".join([heads, *rows]).encode())
    app.choose("Count those alone whose Assignment Status is", "active assignment")
    assert "30 of 30 rows can be used" in app.words
    app.tick("Exact figures, for people inside: not for publication")
    app.choose("Policies compared", "The rules in force alone")
    app.press("Work it out")
    app.show("Download")
    posts = yaml.safe_load(app.file_of("posts.yaml, which it needs"))
    assert [offer["open_to"] for offer in posts["offers"]] == [{"Assignment Status": ["active assignment"]}]
    summary = pd.read_csv(BytesIO(app.file_of("summary.csv")), **TEXTS)  # type: ignore[call-overload]
    assert set(summary["people"]) == {"20"}
    app.go("remedies")
    assert app.value("People to count") == 0  # the first: your own list
    assert "those alone are counted whose Assignment Status is active assignment" in app.said
    (counted,) = [row for row in app.rows() if row[0] == "People to whom the post is offered"]
    assert counted[1:] == ["20", "20"]
    posts = yaml.safe_load(app.file_of("Post offered (YAML)"))
    assert posts["offers"][0]["open_to"] == {"Assignment Status": ["active assignment"], "band": ["6"]}


@pytest.mark.usefixtures("in_one_go")
def test_a_page_whose_session_ended_asks_for_the_list_again() -> None:
    again = Script()
    again.app.query_params["list"] = "open"  # what the browser sends to a server that started again
    again.go("workforce")
    assert again.said.count("The session ended; open the list again.") == 1
    del again.app.query_params["list"]  # as the page takes it out, so that it is said in this session alone
    again.draw()
    assert "The session ended; open the list again." in again.said
    again.give("staff.csv", b"id,band,step,whole_time_equivalent,unsocial_hours_payment\nA,6,top,1,0\n")
    assert "1 of 1 row can be used" in again.words
    again.press("Use another list")  # let go of by hand: no session ended
    assert "The session ended" not in again.said
    other = Script()
    other.app.query_params["list"] = "open"
    other.go("sources")  # whatever page comes first says it, and Workforce as long as no list is open
    assert "The session ended; open the list again on the page Workforce." in other.said
    other.draw()
    assert "The session ended" in other.said
    other.go("compare")
    assert "The session ended" not in other.said
    other.go("workforce")
    assert other.said.count("The session ended; open the list again.") == 1


HELD = """
import os, time
from paymodel.app import background, frame

def held(told):
    def tells(self, words, share):
        told(self, words, share)
        while os.path.exists(HOLD):
            time.sleep(0.05)
            told(self, words, share)
    return tells

if background.Work._note_progress.__name__ != "tells":  # the script is run for each change of the page
    background.Work._note_progress = held(background.Work._note_progress)
frame.main()
"""
"""The app, whose long work gets no further while a file is there: so there is time to cancel it, on any machine."""


def test_a_list_leaves_no_trace_and_its_work_is_cancelled_by_hand(
    renamed: Renamed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a browser, with a server of its own, whose log and scratch folder are looked at in the end."""
    hold, script, log, scratch = (tmp_path / name for name in ("hold", "held.py", "log", "scratch"))
    script.write_text(f"HOLD = {str(hold)!r}\n{HELD}", encoding="utf-8")
    scratch.mkdir()
    port = free_port()
    with monkeypatch.context() as of_the_server:
        of_the_server.setenv("TMPDIR", str(scratch))
        server = serve(port, log=log, script=script)
    try:
        with visit("workforce", at=f"http://localhost:{port}") as page:
            file = {"name": "our staff.csv", "mimeType": "application/octet-stream", "buffer": renamed.raw}
            page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(file)
            page.get_by_text("Choose the heading that holds the step.").wait_for()
            hold.touch()
            choose(page, "Step (required)", "Level", main=True)
            page.get_by_role("progressbar").wait_for()
            hold.unlink()  # the page asks by itself whether it is read
            page.get_by_text("398 of 400 rows can be used; 2 are left out of the answer.").wait_for()
            show(page, "Data quality")
            assert "Zebedee" not in page.content()
            assert renamed.twice not in page.content()
            said = file_of(page, "Every such row (CSV, without ids or names)").decode()
            assert said.startswith('row,id,column,problem\n5,,band,"is not a band; one of: 1, 2')
            choose(page, "Posts offered", "Leadership posts of an ambulance trust")
            hold.touch()
            page.get_by_role("button", name="Work it out").click()
            page.get_by_role("progressbar").wait_for()
            page.get_by_role("button", name="Cancel").click()
            page.get_by_text("Stopped. The list and all that is asked are as they were").wait_for()
            hold.unlink()
            chosen = page.get_by_role("combobox", name="Posts offered").first
            assert chosen.input_value() == "Leadership posts of an ambulance trust"
            page.get_by_role("button", name="Work it out").click()
            page.get_by_role("tab", name="Who loses").wait_for()
            show(page, "Columns")
            assert not violations(page)
            assert "staff" not in page.url.rpartition("/")[2]
            assert page.url.partition("?")[2] == "list=open"  # and nothing of the list or of what is asked of it
            page.get_by_role("link", name="Compare").click()
            page.get_by_role("heading", level=1).wait_for()
            page.wait_for_function("() => window.onbeforeunload")  # the browser asks before the list is lost
            page.get_by_role("link", name="Workforce").click()
            page.get_by_text("Staff list: our staff.csv").wait_for()
            page.get_by_role("tab", name="Who loses").wait_for()
            answered = page.locator(".pm-answer").inner_text()
            assert "Zebedee" not in answered
            assert answered.startswith(f"{INVENTED} Of those in the band just below each post")
    finally:
        end(server)
    written = log.read_text(encoding="utf-8")
    assert not [word for word in ("Zebedee", "our staff", renamed.twice) if word in written]
    assert list(scratch.iterdir()) == []
