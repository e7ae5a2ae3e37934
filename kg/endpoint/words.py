r"""What a server says, for people: its statuses, the text of its error pages, how long it wants to be left alone.

>>> plain_words(b"<html><style>p{}</style><h1>No\x1b[2J</h1> <p>not &lt;here&gt;</html>")
'No\\u001b[2J not <here>'
>>> status_words(404, "")
'404 Not Found'
>>> wait_asked("7"), wait_asked("soon")
(7.0, 0.0)
"""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from kg.show import visible

SHOWN = 300  # characters
_TAGS = re.compile(r"<(script|style|title)\b.*?</\1\s*>|<[^>]*>", re.S | re.I)


def plain_words(body: bytes) -> str:
    """The text of an answer in one line, without tags, shortened; hidden characters by their numbers."""
    text = html.unescape(_TAGS.sub(" ", body.decode("utf-8", "replace")))
    line = visible(" ".join(text.split()))
    return line if len(line) <= SHOWN else line[:SHOWN] + "…"


def status_words(status: int, words: str) -> str:
    """A status with its name, and the words that came with it."""
    try:
        name = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        name = str(status)
    return f"{name}: {words}" if words else name


def wait_asked(retry_after: str) -> float:
    """The seconds of a Retry-After header, which may be a date; 0 if there is none that can be read."""
    if re.fullmatch(r"[0-9]{1,9}", retry_after):
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
        return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError):
        return 0.0


def megabytes(size: int) -> str:
    """A number of bytes, for people.

    >>> megabytes(2_743_210), megabytes(800)
    ('2.74 MB', '0.0008 MB')
    """
    return f"{float(f'{size / 1e6:.3g}')} MB"
