"""How the work on all names may be shared out among several who know them all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

Result = TypeVar("Result")


class Share(Protocol):
    """Has `work(part, parts)` done for each of as many parts as work on so many things is worth, here or in copies of this process, and
    gives what came of them, in order."""

    def __call__(self, work: Callable[[int, int], Result], things: int) -> list[Result]: ...


def alone(work: Callable[[int, int], Result], things: int) -> list[Result]:  # noqa: ARG001
    """All of it in one part.

    >>> alone(lambda part, parts: "abcdef"[part::parts], 6)
    ['abcdef']
    """
    return [work(0, 1)]
