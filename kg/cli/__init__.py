"""The command `kg`: reads options, calls the modules, prints. Nothing else in the package prints, exits or reads the environment.

Exit codes: 0 done, 1 something failed (each fault is named on stderr), 2 wrong use, 130 stopped by Ctrl-C, 143 by SIGTERM. Modules are
imported inside the commands, so that `kg --help` answers at once.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

import click

import kg
from kg.cli.ask import explain, query
from kg.cli.check import lint, score, validate
from kg.cli.common import complain
from kg.cli.compare import conflicts, diff, path
from kg.cli.load import load
from kg.cli.make import build, extract
from kg.cli.serve import serve
from kg.errors import KgError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(kg.__version__, package_name="regional-kg", message="%(prog)s %(version)s")
def commands() -> None:
    """Builds a knowledge graph from Chinese news about regional economies, every fact with its sentence.

    \b
    Example:
      kg build articles -o out
      kg explain OPPO
    """


# A run makes millions of objects that live to its end: looking through them for cycles again and again costs a tenth of its time.
COLLECT_AFTER = 100_000

STOPPED = 128  # and the number of the signal: what shells show for a process that a signal ended

for command in (build, extract, query, explain, path, diff, conflicts, validate, serve, load, score, lint):
    commands.add_command(command)


def stop(signum: int, _: FrameType | None) -> None:
    """Ends the run as an error would: worker processes end with it, and nothing half-written stays behind."""
    sys.exit(STOPPED + signum)


def main() -> NoReturn:
    """Entry point: runs the command, turns a KgError into a message and exit code 1."""
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:  # who started us may want us to go on (nohup, a shell's &)
            signal.signal(number, stop)
    gc.set_threshold(COLLECT_AFTER, 50, 100)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the cores are for the worker processes, one each
    try:
        commands(prog_name="kg")
        code = 0
    except KgError as error:
        complain(error)
        code = 1
    except MemoryError:
        complain(KgError("memory has run out", remedy="build fewer articles at a time, or with --engine disk"))
        code = 1
    except OSError as error:  # a disk that fills up while we print, a file that goes while we read
        place = str(error.filename or "standard output")
        complain(KgError(f"cannot be read or written: {error.strerror}", place=place, remedy="see to space and rights"))
        code = 1
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
        if code > STOPPED:
            complain(KgError(f"stopped ({signal.Signals(code - STOPPED).name})"))
    leave(code)


def leave(code: int) -> NoReturn:
    """Ends the process with all said and nothing tidied up: everything is closed, and to take a run's objects apart one by one
    costs a fifteenth of its time."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # nobody listens any more, or the disk is full
            code = code or 1
    os._exit(code)
