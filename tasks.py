"""Set up, run, test and measure the project: python tasks.py setup | run | app | test | ...

Needs Python 3.11 or newer and nothing else; everything is installed into .venv beside this file, from locked and hashed
versions. `make NAME` does the same.
"""

import compileall
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = BIN / ("python.exe" if sys.platform == "win32" else "python")
SCENARIO = "paramedic-to-operations-manager"
REPORT = ROOT / "reports" / SCENARIO
SCHEMAS = ROOT / "schemas"
SITE = ROOT / "site"
PROPERTIES = tuple(f"tests/test_{name}.py" for name in ("hours", "losses", "paye", "payroll", "properties"))
LAYERS = ("core", "tables", "reports", "app", "dev")


def call(*command: str | Path) -> None:
    """Run a command in the project's folder; stop with its status if it fails."""
    status = subprocess.run([str(part) for part in command], cwd=ROOT, check=False, env=_kept()).returncode  # noqa: S603
    if status:
        sys.exit(status)


def _kept() -> dict[str, str]:
    """The surroundings of a command: what is imported is compiled once and kept, whatever they ask for."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def install(layer: str) -> None:
    """Install the locked packages of a layer (one of LAYERS) and the project itself, if that is not done yet."""
    lock = ROOT / "requirements" / f"{layer}.txt"
    wanted = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamps = {name: VENV / f".installed-{name}" for name in LAYERS}
    enough = LAYERS[LAYERS.index(layer) :]
    if PYTHON.exists() and any(
        stamps[name].exists() and (name != layer or stamps[name].read_text(encoding="utf-8") == wanted)
        for name in enough
    ):
        return
    sys.stderr.write(f"Installing paymodel ({layer}) into {VENV.name} ...\n")
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    later = ("--no-compile",) if layer == "dev" else ()  # half the time: most of it is never imported
    call(*pip, *later, "--require-hashes", "-r", lock)
    call(*pip, "--no-deps", "--no-build-isolation", "-e", ROOT)
    compileall.compile_dir(str(ROOT / "paymodel"), quiet=2)
    stamps[layer].write_text(wanted, encoding="utf-8")


def setup() -> None:
    """Everything, to use it and to work on it."""
    install("dev")


def run() -> None:
    """The main job: the paramedic's promotion, answered, as a report to publish, and in the app for who looks on."""
    install("core")
    call(PYTHON, "-m", "paymodel.cli", "compare", SCENARIO)
    install("reports")
    shutil.rmtree(REPORT, ignore_errors=True)
    REPORT.parent.mkdir(exist_ok=True)
    call(PYTHON, "-m", "paymodel.cli", "report", SCENARIO, "-o", REPORT.relative_to(ROOT))
    if sys.stdout.isatty():
        app()
    else:
        print("In a terminal, the app opens now. To open it by itself: make app")


def app() -> None:
    """The app in the browser; Ctrl+C ends it."""
    install("app")
    try:
        call(PYTHON, "-m", "paymodel.app", *_where_shown(os.environ.get("PAYMODEL_ADDRESS", "")))
    except KeyboardInterrupt:
        sys.exit(0)


def _where_shown(address: str) -> tuple[str, ...]:
    """Options of the app: it opens the browser here, or on a server answers pages that come from an address alone."""
    if not address:
        return ("--server.headless", "false")
    return ("--server.headless", "true", "--browser.serverAddress", address)


def portable() -> None:
    """Gather a folder that runs from a stick or a share, without rights and without the network: dist/portable."""
    install("app")
    call(PYTHON, "-m", "portable.gather")


def lint() -> None:
    """What can be told from the text of the program: its form, types and the order of its floors."""
    install("dev")
    call(PYTHON, "-m", "ruff", "check", ".")
    call(PYTHON, "-m", "ruff", "format", "--check", ".")
    call(PYTHON, "-m", "mypy")
    call(BIN / "lint-imports")


def test() -> None:
    """The whole gate: the tests, and beside them, where they leave a processor idle, what `lint` looks at."""
    install("dev")
    call(PYTHON, "-m", "tests.browser")  # installs the browser and the office programs that the tests need
    with tempfile.TemporaryFile() as told:
        text = subprocess.Popen([PYTHON, "tasks.py", "lint"], cwd=ROOT, stdout=told, stderr=subprocess.STDOUT)  # noqa: S603
        tests = subprocess.Popen([PYTHON, "-m", "pytest"], cwd=ROOT, env=_kept())  # noqa: S603
        while tests.poll() is None and not text.poll():
            time.sleep(0.5)
        if text.wait():
            tests.terminate()
        told.seek(0)
        print(told.read().decode(errors="replace"), flush=True)
        sys.exit(tests.wait() or text.returncode)


def fuzz() -> None:
    """Ten minutes of corrupted inputs for every reader, twenty times the gate's examples, an attack on redaction."""
    install("dev")
    os.environ["EXAMPLES_TIMES"] = "20"
    call(PYTHON, "-m", "pytest", *PROPERTIES)
    call(PYTHON, "-m", "tests.disclosure_attack")
    call(PYTHON, "-m", "tests.fuzz")


def hunt() -> None:
    """Hours with the app: keys held in each slider and number on a slow machine; axe-core on each part and width."""
    install("dev")
    call(PYTHON, "-m", "tests.browser")
    call(PYTHON, "-m", "tests.app_hunt")


def mutate() -> None:
    """Change the rules in one place at a time: the tests must notice."""
    install("dev")
    call(PYTHON, "-m", "tests.mutation")


def coverage() -> None:
    """Which lines and branches of the floors from `files` down no test reaches: all of those must stand explained."""
    install("dev")
    call(PYTHON, "-m", "coverage", "erase")
    apart = ("app", "charts", "contributing", "fuzz", "readme", "reports", "site", "wheel")
    left_out = [f"--ignore-glob=*/test_{name}*.py" for name in apart]
    upper = [f"--ignore=paymodel/{name}" for name in ("app", "charts", "reports")]
    call(PYTHON, "-m", "coverage", "run", "-m", "pytest", *left_out, *upper)
    call(PYTHON, "-m", "coverage", "combine", "--quiet")
    call(PYTHON, "-m", "coverage", "report", "--fail-under=100")


def bench() -> None:
    """Measure speed, memory and the tests: writes docs/performance.md and the table of docs/how-to/test.md."""
    install("dev")
    call(PYTHON, ROOT / "tests" / "bench.py")
    call(PYTHON, "-m", "tests.slowest")


def schemas() -> None:
    """Write the JSON Schemas of this version anew, from the models that check the files."""
    install("core")
    shutil.rmtree(SCHEMAS, ignore_errors=True)
    call(PYTHON, "-m", "paymodel.cli", "schemas", "-o", SCHEMAS.relative_to(ROOT))


def docs() -> None:
    """Write the tables of the documents that are made from the program: columns, keys, lines, figures; the schemas."""
    install("dev")
    call(PYTHON, "-m", "tests.pages")
    schemas()


def verification() -> None:
    """Hold every rule against what others found; writes docs/verification.md, or says what does not agree."""
    install("dev")
    call(PYTHON, "-m", "tests.verification")


def site() -> None:
    """The documentation as a site that needs no network: open site/index.html."""
    install("dev")
    shutil.rmtree(SITE, ignore_errors=True)
    call(PYTHON, "-m", "zensical", "build", "--strict", "--clean")
    finish(SITE)
    print(f"Open {SITE.relative_to(ROOT) / 'index.html'}")


def finish(folder: Path) -> None:
    """Give a built site the files of the repository that its pages link to, in the same places, and a front door."""
    (folder / "docs" / "404.html").unlink()  # it would have to know the address that the site stands at
    for page in (folder / "docs").rglob("*.html"):
        for link in re.findall(r'href="((?:\.\./)+[^"#]+)', page.read_text(encoding="utf-8")):
            file = (page.parent / link).resolve().relative_to(folder.resolve())
            if file.parts[0] != "docs":
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / file, folder / file)
    door = '<!doctype html><title>paymodel</title><meta http-equiv="refresh" content="0; url=docs/index.html">\n'
    (folder / "index.html").write_text(door, encoding="utf-8")


def lock() -> None:
    """Renew the locked versions (needs uv), and sbom.json, the bill of materials."""
    for layer in LAYERS:
        extra = ("--extra", layer) if layer != "core" else ()
        call(
            *("uv", "pip", "compile", "pyproject.toml", "requirements/build.in", *extra, "--universal"),
            *("--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"),
            *("--no-header", "--no-annotate", "--quiet", "-o", f"requirements/{layer}.txt"),
        )
    install("app")
    call(PYTHON, "-m", "portable.bill")


TASKS = {
    "setup": setup,
    "run": run,
    "app": app,
    "portable": portable,
    "lint": lint,
    "test": test,
    "fuzz": fuzz,
    "hunt": hunt,
    "mutate": mutate,
    "coverage": coverage,
    "bench": bench,
    "schemas": schemas,
    "docs": docs,
    "verification": verification,
    "site": site,
    "lock": lock,
}

if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036  said before pip fails less clearly
        sys.exit(f"paymodel needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    if len(sys.argv) != 2 or sys.argv[1] not in TASKS:
        sys.exit(f"usage: python tasks.py {' | '.join(TASKS)}")
    TASKS[sys.argv[1]]()
