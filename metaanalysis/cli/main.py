"""Entry point: parse, dispatch, and turn errors into one sentence and an exit code."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn, Protocol, cast

from metaanalysis import __version__
from metaanalysis.cli.advice import spoken
from metaanalysis.errors import InputError, MetaAnalysisError
from metaanalysis.exports.files import output_error

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, PROBLEMS, USAGE, UNREADABLE, INTERRUPTED = 0, 1, 2, 3, 130

# command -> module with SUMMARY, EXAMPLES, configure(parser) and run(arguments); modules stay light at import
COMMANDS = {
    "read": "metaanalysis.cli.read",
    "extract": "metaanalysis.cli.extract",
    "report": "metaanalysis.cli.report",
    "pool": "metaanalysis.cli.pool",
    "check": "metaanalysis.cli.check",
    "compare": "metaanalysis.cli.compare",
    "rank": "metaanalysis.cli.rank",
    "uncertainty": "metaanalysis.cli.uncertainty",
    "explain": "metaanalysis.cli.explain",
    "coverage": "metaanalysis.cli.coverage",
    "rules": "metaanalysis.cli.rules",
}


class Command(Protocol):
    """What a command module offers."""

    SUMMARY: str
    EXAMPLES: str

    @staticmethod
    def configure(parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments."""

    @staticmethod
    def run(arguments: argparse.Namespace) -> int:
        """Do it and return the exit code."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose usage errors are one sentence."""

    def error(self, message: str) -> NoReturn:
        """Print one sentence and leave with the usage code."""
        sys.stderr.write(f"{self.prog}: {message}; see '{self.prog} --help'\n")
        raise SystemExit(USAGE)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with all commands."""
    parser = Parser(prog="metaanalysis", description="Find out what papers really claim: extract reported results from "
                    "abstracts, compare and report them.",
                    epilog="Start with:  metaanalysis report data/sample_listing.txt -o demo")
    parser.add_argument("--version", action="version", version=f"metaanalysis {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, path in COMMANDS.items():
        module = cast("Command", import_module(path))
        child = commands.add_parser(name, help=module.SUMMARY, description=module.SUMMARY, epilog=module.EXAMPLES,
                                    formatter_class=argparse.RawDescriptionHelpFormatter)
        module.configure(child)
        child.add_argument("--debug", action="store_true", help="show the traceback of an error")
        child.set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments without the program's name; ``sys.argv[1:]`` when None.

    Returns
    -------
    int
        0 done, 1 done with problems asked to be fatal, 2 usage, 3 input unreadable or of no known format.
    """
    arguments = _parsed(argv)
    try:
        code = int(arguments.run(arguments))
        sys.stdout.flush()
    except MetaAnalysisError as error:
        _tell(arguments, error)
        return UNREADABLE if isinstance(error, InputError) else USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our pipe went away (| head): leave quietly
        _forget_output()
        return DONE
    except OSError as error:  # a full disk or device
        _tell(arguments, output_error(error.filename or "standard output", error))
        _forget_output()
        return USAGE
    return code


def _tell(arguments: argparse.Namespace, error: MetaAnalysisError) -> None:
    if arguments.debug:
        traceback.print_exc()
    what = spoken(arguments.command, str(error).removeprefix(f"{arguments.command}: "))
    sys.stderr.write(f"metaanalysis {arguments.command}: {what}\n")


def _forget_output() -> None:
    """Keep Python from writing at its end what could not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    arguments, unknown = build_parser().parse_known_args(argv)
    if unknown:  # argparse itself would point to the help that does not list the command's arguments
        Parser(prog=f"metaanalysis {arguments.command}").error(f"unrecognized arguments: {' '.join(unknown)}")
    return arguments
