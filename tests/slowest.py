"""Where the time of the tests goes: run them all and write the twenty slowest to docs/how-to/test.md.

`python -m tests.slowest` runs every test, as `make bench` does; `python -m tests.slowest RESULTS.xml` reads what
`pytest --junitxml RESULTS.xml` left.
"""

import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "how-to" / "test.md"
HEADING = "## Where the time goes"
MOST = 20


def most(times: dict[str, float]) -> list[tuple[str, float]]:
    """The longest of times, by name."""
    return sorted(times.items(), key=lambda entry: -entry[1])[:MOST]


def table(results: Path) -> str:
    """The part of the page: the slowest tests and the slowest files, in seconds, with what they come to together."""
    seconds, files = defaultdict[str, float](float), defaultdict[str, float](float)
    for case in etree.parse(str(results)).iter("testcase"):
        file, time = case.attrib["classname"].split(".")[1], float(case.attrib["time"])
        seconds[f"`{file}`, {case.attrib['name'].replace('|', '/').partition('[')[0].replace('_', ' ')}"] += time
        files[f"`{file}`"] += time
    whole = sum(seconds.values())
    return "\n".join(
        [
            HEADING,
            "",
            f"The tests take {whole:,.0f} seconds of work, shared by the processes that run at once.",
            f"These {MOST} take the most, all cases of one test together; `make bench` writes the table.",
            "",
            "| test | seconds |",
            "|---|---|",
            *(f"| {name} | {time:,.0f} |" for name, time in most(seconds)),
            "",
            "By file:",
            "",
            "| file | seconds |",
            "|---|---|",
            *(f"| {name} | {time:,.0f} |" for name, time in most(files)),
            "",
        ]
    )


def write(results: Path) -> None:
    """Put the table at the end of the page, in place of the one before it."""
    text = PAGE.read_text(encoding="utf-8").partition(HEADING)[0].rstrip()
    PAGE.write_text(f"{text}\n\n{table(results)}", encoding="utf-8", newline="\n")


def main() -> None:
    """Run the tests, or read results that are there, and write the page."""
    if len(sys.argv) == 2:
        write(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.xml"
        subprocess.run([sys.executable, "-m", "pytest", "--junitxml", str(results)], cwd=ROOT, check=True)
        write(results)


if __name__ == "__main__":
    main()
