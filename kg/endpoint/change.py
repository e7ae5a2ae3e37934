"""Two graphs as N-Triples → one SPARQL Update that makes the one into the other.

>>> change(b"https://example.org/g", [b'<a:s> <a:p> "1" .'], []).decode()
'DELETE DATA { GRAPH <https://example.org/g> {\\n<a:s> <a:p> "1" .\\n} }'
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

_DECIMAL = b'"^^<http://www.w3.org/2001/XMLSchema#decimal> .'
_ZEROS = re.compile(rb'(?:\.0*|(\.[0-9]*[1-9])0+)("\^\^<[^<>"]*> \.)\Z')


@dataclass(frozen=True, slots=True)
class Difference:
    """The lines that go and those that come."""

    went: Collection[bytes]
    came: Collection[bytes]

    @property
    def size(self) -> int:
        """How many they are."""
        return len(self.went) + len(self.came)


def compare(old: Iterable[bytes], new: Iterable[bytes]) -> Difference:
    """What is different. Only lines that one writer has written can be compared: the same triple is then the same line, but for
    decimal numbers, which many stores keep by their value."""
    came = {_key(line): line for line in new}
    there: set[bytes] = set()
    went = []
    for line in old:
        key = _key(line)
        if key in there or key not in came:
            went.append(line)
        there.add(key)
    return Difference(went, [line for key, line in came.items() if key not in there])


def _key(line: bytes) -> bytes:
    r"""The line, its decimal number without the zeros that say nothing.

    >>> _key(b'<a:s> <a:p> "185.0"^^<http://www.w3.org/2001/XMLSchema#decimal> .')
    b'<a:s> <a:p> "185"^^<http://www.w3.org/2001/XMLSchema#decimal> .'
    """
    return _ZEROS.sub(rb"\1\2", line) if line.endswith(_DECIMAL) else line


def can_be_told(difference: Difference) -> bool:
    r"""Whether the lines mean in SPARQL what they mean in N-Triples, to every reader: one that takes \u for a character wherever it stands
    would find an end of the text in \\u0022."""
    return not any(b"\\\\u" in line or b"\\\\U" in line for lines in (difference.went, difference.came) for line in lines)


def change(graph: bytes, went: Collection[bytes], came: Collection[bytes]) -> bytes:
    """The request: a store does all of it or nothing."""
    parts = ((b"DELETE DATA", went), (b"INSERT DATA", came))
    return b" ;\n".join(b"%s { GRAPH <%s> {\n%s\n} }" % (verb, graph, b"\n".join(lines)) for verb, lines in parts if lines)
