"""The command line. Exit status 0, or 2 with one line for each fault on standard error.

Each verb is a module of `paymodel.commands`: `HELP`, one line; `add`, its arguments; `run`, what it does.
"""

import argparse
import gc
import io
import os
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Any, NoReturn

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.commands.output import as_one_line
from paymodel.errors import Faults, PaymodelError, nearest, shortened

VERBS = (
    *("compare", "explain", "new", "template", "rota", "hours", "payslips", "payroll", "paye", "reconcile", "remedies"),
    *("sensitivity", "synthetic", "career", "history", "sweep", "batch", "workforce", "published"),
    *("chart", "report", "letter"),
    *("verify", "scales", "schemas", "check", "self-test"),
)
"""In the order of the help."""


def _module(verb: str) -> Any:
    return import_module(f"paymodel.commands.{verb.replace('-', '_')}")


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line, with the nearest valid name."""

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        """What was typed for an option: one of its choices in any dress, or what its type makes of it."""
        whole_command = action.nargs == argparse.PARSER  # the verb and all that follows
        if action.choices is None or action.type is not None or whole_command or arg_string in action.choices:
            return super()._get_value(action, arg_string)
        from paymodel.files.choices import same_word

        return same_word(arg_string, action.choices) or arg_string

    def error(self, message: str) -> NoReturn:
        if "invalid choice: '" in message:
            word = message.split("invalid choice: '")[1].split("'")[0]
            valid = [part.strip(" '") for part in message.split("(choose from ")[1].rstrip(")").split(",")]
            message = f"{message.split(': invalid choice')[0]}: '{word}' is not known; {nearest(word, valid)}"
        self.exit(2, as_one_line(f"{self.prog}: {message}") + "\n")


@cache
def build_parser() -> argparse.ArgumentParser:
    """Every command and option: made once in a process."""
    parser = _Parser(
        prog="paymodel",
        description="Does a move from a clinical rota to an NHS leadership post pay?",
        epilog=NOT_PAYROLL,
    )
    parser.add_argument("--version", action="version", version=f"paymodel {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    for verb in VERBS:
        module = _module(verb)
        module.add(
            commands.add_parser(verb, help=module.HELP, description=f"{module.HELP[0].upper()}{module.HELP[1:]}.")
        )
    return parser


def _complain(text: str) -> None:
    """Say something on standard error, if there is one."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (AttributeError, OSError):
        pass


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit status."""
    from paymodel.files.stopping import Stopped, ended_by_signals

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    args = build_parser().parse_args(arguments)
    try:
        with ended_by_signals():
            return _carry_out(args)
    except Stopped as error:
        _complain("paymodel: stopped\n")
        return error.status


def _carry_out(args: argparse.Namespace) -> int:
    """Carry a command out; the exit status."""
    try:
        status = _module(args.command).run(args) or 0
        if sys.stdout is not None:
            sys.stdout.flush()
    except PaymodelError as error:
        lines = [str(fault) for fault in error.faults] if isinstance(error, Faults) else [f"paymodel: {error}"]
        _complain("".join(f"{as_one_line(line)}\n" for line in lines))
        return 2
    except ModuleNotFoundError as error:
        _complain(f"paymodel: this needs {error.name}; install it with: make setup\n")
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.filename is not None:  # a file that was named, not standard output
            line = as_one_line(f"{shortened(str(error.filename))}: {(error.strerror or 'error').lower()}")
            _complain(f"{line}\n")
            return 2
        _complain(f"paymodel: cannot write the answer: {(error.strerror or 'error').lower()}\n")
        if sys.stdout is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except KeyboardInterrupt:
        _complain("paymodel: stopped\n")
        return 130
    return status


def run() -> NoReturn:
    """A command in its own process, which soon ends: to look for what could be freed would take a seventh of it."""
    gc.disable()
    status = main()
    gc.freeze()
    sys.exit(status)


if __name__ == "__main__":
    run()
