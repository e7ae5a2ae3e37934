"""Errors of workers, which reach us as text within the errors of the engine → errors in the words of this program.

>>> from kg.errors import InputError
>>> print(told(RuntimeError("Job aborted: " + marked(InputError("the file is empty", place="a.txt", remedy="remove it")))))
a.txt: the file is empty
  remove it
"""

from __future__ import annotations

import json
import re

from kg import errors
from kg.errors import KgError, OutputError

MARK = "kg.error:"
NO_WRITING = ("FileAlreadyExists", "Mkdirs failed", "Permission denied", "No space left", "ParentNotDirectory")


def marked(error: KgError) -> str:
    """An error as a line that `told` finds again."""
    return MARK + json.dumps([type(error).__name__, error.problem, error.place, error.remedy])


def told(error: Exception) -> KgError:
    """What an error of the engine means."""
    text = str(error)
    if found := re.search(re.escape(MARK) + r"(\[.*\])", text):
        name, *parts = json.loads(found[1])
        kind = getattr(errors, name, KgError)
        return kind(*parts) if issubclass(kind, KgError) else KgError(*parts)
    if any(sign in text for sign in NO_WRITING):
        return OutputError(f"cannot be written: {first_line(error)}", remedy="see to space and rights, or give another folder with -o")
    return KgError(f"Spark failed: {first_line(error)}", remedy="the logs of its executors say more")


def first_line(error: Exception) -> str:
    """The first line of an error that says something."""
    lines = (line.strip() for line in str(error).splitlines())
    return next((line for line in lines if line), type(error).__name__)
