"""What a spreadsheet might run as a formula, and how it is kept from that: CSV is opened by Excel and WPS too."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def inert(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet might run, as OWASP advises (CSV injection).

    >>> inert("=HYPERLINK(1)"), inert("＠SUM"), inert("产值")
    ("'=HYPERLINK(1)", "'＠SUM", '产值')
    """
    return f"'{text}" if _FORMULA.match(text) else text
