"""A folder of `paymodel workforce` can be verified, and what is published of it confirms nobody's guess at the list."""

import hashlib
import hmac
import json
import os
import re
import shutil
import stat
from pathlib import Path

import pandas as pd
import pytest

from paymodel.answers.workforce import QUALITY_FILE, ROWS_FILE
from paymodel.answers.workforce_record import RECORD, files_of
from paymodel.app.workforce_question import Asked as AskedInTheApp
from paymodel.app.workforce_question import answer_workforce, demonstration, shipped_policies, shipped_posts
from paymodel.cli import main
from paymodel.files.keys import key_beside
from paymodel.files.mappings import load_mapping
from paymodel.reports.zips import zip_files

POSTS = """title: Two posts
as_at: 2026-11-22
nation: england
offers:
  - {name: Manager, band: 8a, pattern: different}
  - {name: Lead, band: 8b, pattern: different, rota: east.yaml}
"""
POLICIES = """policies:
  - {name: In force}
  - {name: Premium, change: {offers.all.long_term_premium: 2%}}
"""
ROTA = """title: Ward
public_holidays: worked
shifts:
  D: {start: "09:00", end: "17:00", unpaid_break_minutes: 30}
weeks:
  - "D D D D D - -"
"""
STAFF = "id,band,step,whole_time_equivalent,rota\n" + "".join(
    f"P{number},6,{1 + number % 3},1,{'ward.yaml' if number % 2 else 'monday-to-friday'}\n" for number in range(40)
)
PRIVATE = [QUALITY_FILE, ROWS_FILE]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a staff list, a rota that its rows name, posts and policies, and the answer to them."""
    for name, text in (
        ("staff.csv", STAFF),
        ("ward.yaml", ROTA),
        ("east.yaml", ROTA.replace("Ward", "East")),
        ("posts.yaml", POSTS),
        ("policies.yaml", POLICIES),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert ask("staff.csv", "--rows", "-o", "answer") == 0
    return tmp_path


def ask(staff: str, *more: str) -> int:
    return main(["workforce", staff, "--posts", "posts.yaml", "--policies", "policies.yaml", *more])


def said(capsys: pytest.CaptureFixture[str], status: int, *arguments: str) -> list[str]:
    """What `verify` says in lists, where it ends with this status; or else the lines of its faults."""
    capsys.readouterr()
    assert main(["verify", *arguments]) == status
    out, err = capsys.readouterr()
    if status == 2:
        return err.splitlines()
    joined = re.sub(r"\n    (?=\S)", " ", out)
    return [line.removeprefix("  - ") for line in joined.splitlines() if line.startswith("  - ")]


AGAIN = "the figures: they come from the staff list; run paymodel workforce again with the same files and compare"
UNASKED = [AGAIN, "the staff list: name it with --staff"]


def test_a_folder_as_it_was_written_is_sound(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, 0, "answer") == UNASKED
    assert said(capsys, 0, str(here / "answer"), "--staff", "staff.csv") == [
        "staff list: staff.csv",
        "1 rota beside the staff list",
        AGAIN,
    ]
    files = ["--posts", "posts.yaml", "--policies", "policies.yaml", "--mapping", "template"]
    found = said(capsys, 0, "answer", *files)
    assert found == ["posts: posts.yaml", "policies: policies.yaml", "mapping: template", *UNASKED]


def test_each_file_that_was_changed_or_taken_away_or_added_is_named(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those for publication, those that are not, and whatever else."""
    held = sorted(path.name for path in (here / "answer").iterdir() if path.name != RECORD)
    assert set(held) == {"README.md", "summary.csv", "groups.csv", "costs.csv", "remedies.csv", "why.csv", *PRIVATE}
    shutil.copytree(here / "answer", here / "kept")
    for name in held:
        with (here / "answer" / name).open("ab") as file:
            file.write(b" ")
    (here / "answer" / "more.csv").touch()
    found = [*(f"{name} is not as it was written" for name in held), "more.csv was added"]
    assert said(capsys, 1, "answer") == [*found, *UNASKED]
    for name in (*held, "more.csv"):
        (here / "answer" / name).unlink()
    assert said(capsys, 1, "answer") == [*(f"{name} is missing" for name in held), *UNASKED]


def test_what_was_not_used_is_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One person's step; a premium; posts; the rota that rows name."""
    (here / "other.csv").write_text(STAFF.replace("P7,6,2", "P7,6,3"), encoding="utf-8")
    (here / "policies.yaml").write_text(POLICIES.replace("2%", "3%"), encoding="utf-8")
    (here / "ward.yaml").write_text(ROTA.replace("17:00", "16:00"), encoding="utf-8")
    files = ["--policies", "policies.yaml", "--posts", "policies.yaml"]
    assert said(capsys, 1, "answer", "--staff", "other.csv", *files) == [
        "posts: policies.yaml (it was posts.yaml then)",
        "policies: policies.yaml (it was policies.yaml then)",
        "staff list: other.csv",
        "1 rota beside the staff list: 1 changed or gone",
        AGAIN,
    ]
    shutil.rmtree("answer")
    assert main(["workforce", "staff.csv", "--posts", "posts.yaml", "-o", "answer"]) == 0
    assert said(capsys, 1, "answer", "--policies", "policies.yaml")[0] == (
        "policies: policies.yaml (there was none then)"
    )


def test_the_published_folder_confirms_no_guess_at_the_list(here: Path) -> None:
    """Nothing in it is the digest, plain or keyed with what it holds itself, of the list or of what names people."""
    published = "".join(
        path.read_text(encoding="utf-8") for path in (here / "answer").iterdir() if path.name not in PRIVATE
    )
    record = json.loads((here / "answer" / RECORD).read_text(encoding="utf-8"))
    secrets = [record["keyed"]["run"], record["keyed"]["check"], "", "0" * 64]
    key = json.loads((here / "answer-key-not-for-publication.json").read_text(encoding="utf-8"))["key"]
    assert key not in published
    for path in (here / "staff.csv", here / "ward.yaml", *(here / "answer" / name for name in PRIVATE)):
        content = path.read_bytes()
        assert hashlib.sha256(content).hexdigest() not in published
        for secret in secrets:
            for said in (secret.encode(), bytes.fromhex(secret)):
                assert hmac.new(said, content, "sha256").hexdigest() not in published
                assert hmac.new(said, hashlib.sha256(content).digest(), "sha256").hexdigest() not in published
    assert "staff.csv" not in published
    assert "ward.yaml" in (here / "answer" / "groups.csv").read_text(encoding="utf-8")  # a group, as asked for


def test_which_shipped_rotas_the_rows_name_does_not_show(here: Path) -> None:
    before = json.loads((here / "answer" / RECORD).read_text(encoding="utf-8"))
    (here / "staff.csv").write_text(STAFF.replace("monday-to-friday", "hart-seven-week"), encoding="utf-8")
    assert ask("staff.csv", "-o", "other") == 0
    after = json.loads((here / "other" / RECORD).read_text(encoding="utf-8"))
    assert before["shipped"] == after["shipped"]
    assert "rotas/hart-seven-week.yaml" in before["shipped"]


def test_the_same_list_in_two_published_folders_does_not_show(here: Path) -> None:
    """The key stays the same, so that what was published before can still be confirmed; what is digested does not."""
    first = json.loads((here / "answer" / RECORD).read_text(encoding="utf-8"))["keyed"]
    key = key_beside(here / "answer").read_bytes()
    (here / "answer").rename(here / "published")
    assert ask("staff.csv", "--rows", "-o", "answer") == 0
    second = json.loads((here / "answer" / RECORD).read_text(encoding="utf-8"))["keyed"]
    assert key_beside(here / "answer").read_bytes() == key
    assert first["how"] == second["how"] == "HMAC-SHA-256"
    texts = [
        {one["run"], one["check"], one["staff_list"], *one["rotas"], *one["files"].values()} for one in (first, second)
    ]
    assert not texts[0] & texts[1]
    assert main(["verify", "published", "--staff", "staff.csv", "--key", str(key_beside(here / "answer"))]) == 0


def test_the_key_is_beside_the_folder_and_private(here: Path) -> None:
    path = here / "answer-key-not-for-publication.json"
    assert key_beside(here / "answer") == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.name not in os.listdir(here / "answer")  # noqa: PTH208


def test_without_its_key_a_published_folder_is_still_checked(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As somebody receives it: no key, and none of the files that are not for publication."""
    away = here / "away"
    away.mkdir()
    shutil.copytree(here / "answer", away / "answer", ignore=shutil.ignore_patterns("*not-for-publication*"))
    name = "answer-key-not-for-publication.json"
    without = "the staff list and the files that are not for publication: "
    assert said(capsys, 0, "away/answer") == [AGAIN, f"{without}{name} is not beside the folder"]
    (line,) = said(capsys, 2, "away/answer", "--staff", "staff.csv")
    words = f"the key is needed to confirm a staff list, and {name} is not beside the folder; name it with --key"
    assert line == f"away/answer: --staff: {words}"
    assert said(capsys, 1, "away/answer", "--staff", "staff.csv", "--key", name)[:2] == [
        f"{QUALITY_FILE} is missing",
        f"{ROWS_FILE} is missing",
    ]
    (away / "answer" / "costs.csv").write_text("", encoding="utf-8")
    assert said(capsys, 1, "away/answer")[0] == "costs.csv is not as it was written"


def test_another_key_and_what_is_no_key_are_plain_lines(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("staff.csv", "-o", "other") == 0
    key, other = key_beside(here / "answer"), key_beside(here / "other")
    assert said(capsys, 2, "answer", "--key", other.name) == [f"{other.name}: is the key of another folder than answer"]
    assert said(capsys, 2, "answer", "--key", "none") == [
        "none: no such file; name the key that was written beside the folder"
    ]
    shutil.copy(other, key)
    assert said(capsys, 0, "answer")[-1].endswith(f": {key.name} is the key of another folder")
    for text in ("", "[]", "{", '{"key": 1}', '{"key": "1f"}', '{"key": "no"}', "[" * 100_000, '{"about": "1"}'):
        key.write_text(text, encoding="utf-8")
        words = f"{key.name}: is not a key that paymodel wrote; name another, or move it away"
        assert said(capsys, 2, "answer", "--key", key.name) == [words]
        assert said(capsys, 0, "answer")[-1].endswith("is not a key that paymodel wrote; name another, or move it away")
        shutil.rmtree("again", ignore_errors=True)
    shutil.rmtree("answer")
    assert ask("staff.csv", "-o", "answer") == 2  # a key is never written over
    assert "is not a key that paymodel wrote" in capsys.readouterr().err
    assert not (here / "answer").exists()


def test_what_cannot_be_compared_is_a_plain_line(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, 2, "answer", "--staff", "none.csv") == [
        "none.csv: --staff: cannot be read as a staff list; name a file, or a folder of Parquet files"
    ]
    assert said(capsys, 2, "answer", "--posts", "none.yaml") == [
        "none.yaml: --posts: cannot be read: no such file or directory"
    ]
    for text in ("", "[]", "{", "[" * 100_000, '{"title": 1}', '{"title": "x", "files": {}}'):
        (here / "answer" / RECORD).write_text(text, encoding="utf-8")
        words = "is not a record that this paymodel can read; make the folder again"
        assert said(capsys, 2, "answer") == [f"answer/{RECORD}: {words}"]


def test_a_list_of_several_files_is_confirmed_by_all_of_them(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "staff").mkdir()
    whole = pd.read_csv(here / "staff.csv", dtype=str)
    for number in range(2):
        whole[number * 20 : number * 20 + 20].to_parquet(here / "staff" / f"{number}.parquet", index=False)
    shutil.copy("ward.yaml", "staff")
    assert ask("staff", "-o", "parts") == 0
    assert said(capsys, 0, "parts", "--staff", "staff")[0] == "staff list: staff"
    shutil.copytree("staff", "renamed")
    (here / "renamed" / "1.parquet").rename(here / "renamed" / "2.parquet")
    assert said(capsys, 1, "parts", "--staff", "renamed")[0] == "staff list: renamed"
    assert said(capsys, 1, "parts", "--staff", "staff/0.parquet")[0] == "staff list: staff/0.parquet"


def test_a_zip_file_of_a_folder_is_verified_with_the_key_beside_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.make_archive("answer", "zip", here, "answer")
    assert said(capsys, 0, "answer.zip", "--staff", "staff.csv")[0] == "staff list: staff.csv"


def test_what_the_app_gives_is_verified_too(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It keeps no key, so there is nothing that a staff list could be compared with."""
    asked = AskedInTheApp(
        demonstration("ambulance"), None, load_mapping("template"), shipped_posts("ambulance"), shipped_policies()
    )
    files = files_of(answer_workforce(asked, 400, "template"))
    content = zip_files({name: text.encode() for name, text in files.items()})
    (here / "app.zip").write_bytes(content)
    no_key = "the staff list: the record holds no digest of it, as the app keeps no key"
    shipped = ["--posts", "ambulance", "--policies", "leadership", "--mapping", "template"]
    assert said(capsys, 0, "app.zip", *shipped)[-2:] == [AGAIN, no_key]
    assert said(capsys, 2, "app.zip", "--staff", "ambulance") == [
        "app.zip: --staff: leave it out; the app keeps no key"
    ]
    files["summary.csv"] = files["summary.csv"].replace("In force", "In farce")
    (here / "app.zip").write_bytes(zip_files({name: text.encode() for name, text in files.items()}))
    assert said(capsys, 1, "app.zip")[0] == "summary.csv is not as it was written"
