# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``musicstudio`` command: parses, runs one command, and turns failures into one line and an exit code.

Exit codes: 0 done; 1 it failed, with one sentence on stderr; 2 wrong usage; 3 done, but the file is not as was asked
(clipped, silent, not at the loudness), which is told; 130 stopped with Ctrl+C.
"""

import argparse
import logging
import os
import sys

from musicstudio.app.session.settings import SettingsFile
from musicstudio.core.build import version_line
from musicstudio.core.crashes import write_report
from musicstudio.core.errors import Cancelled, StudioError
from musicstudio.core.paths import prefer_models_dir

from .commands import COMMANDS, open_studio
from .running import print_whatever_can_be_shown


def main(argv: list[str] | None = None) -> int:
    """Run a command line and return its exit code; never raises and never prints a traceback."""
    logging.basicConfig(level=logging.CRITICAL)
    print_whatever_can_be_shown()
    try:
        arguments = build_parser().parse_args(argv)
        prefer_models_dir(SettingsFile().values.models_folder)
        return int(arguments.run(arguments) or 0)
    except SystemExit as stop:  # argparse
        return int(stop.code or 0)
    except StudioError as error:
        return _fail(str(error))
    except (KeyboardInterrupt, Cancelled):
        return _fail("Stopped.", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except MemoryError:
        return _fail("There is not enough memory for this.")
    except OSError as error:
        return _fail(f"{error.strerror or error}: {error.filename or ''}".strip(": "))
    except Exception as error:
        report = write_report(error, is_seen=True)
        where = f"The report is {report}" if report else "Set MUSICSTUDIO_DEBUG=1 to see more"
        return _fail(f"Internal error ({type(error).__name__}: {error}). {where}.")


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands; without a command the window opens."""
    parser = argparse.ArgumentParser(prog="musicstudio", description="Compose, edit, mix, master and export music.")
    parser.add_argument("--version", action="version", version=f"musicstudio {version_line()}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    parser.set_defaults(run=open_studio.run, path=None, is_demo=False, run_line=main)
    for command in COMMANDS:
        command.add_to(subparsers)
    return parser


def _fail(sentence: str, code: int = 1) -> int:
    if os.environ.get("MUSICSTUDIO_DEBUG"):
        logging.getLogger("musicstudio").exception("failed")
    print(f"musicstudio: {sentence}", file=sys.stderr)
    return code
