"""Names of letters and digits: C919, 问界M9."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.candidates import mention
from kg.extract.line import Line
from kg.knowledge.names import Names
from kg.model import Mention

CODE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-－.+][A-Za-z0-9]+)*(?: ?[A-Z0-9][A-Za-z0-9]*)*")
PAGE = re.compile(r"(?<![A-Za-z0-9])[A-Z](?:0[0-9](?![^\s版】])|[0-9]{1,2}(?=版|$))|^[A-Z][0-9]{1,2}(?=\s|$)")  # a newspaper page: 第A05版


def by_code(line: Line, names: Names) -> Iterator[Mention]:
    """Letters with digits that name a product: C919, 问界M9."""
    for rule in names.rules.get("code", ()):
        for match in CODE.finditer(line.text):
            code = match.group()
            if not (re.search("[0-9]", code) and re.search("[A-Z]", code)) or len(code) < 2 or PAGE.match(line.text, match.start()):
                continue
            if re.fullmatch(r"[0-9]*[A-Z]?[A-Z][0-9]?", code) and code in names.edges.get("abbreviation", ()):
                continue
            if code.rstrip("0123456789.") in names.edges["lettered"]:
                continue
            start = match.start()
            while start > 0 and match.start() - start < 4:
                token = line.tokens[line.at[start - 1]]
                if len(token.text) == 1 and re.match("[一-鿿]", token.text) and token.text not in names.edges["stop"]:
                    start = token.start
                else:
                    break
            yield mention(line, start, match.end(), rule)
