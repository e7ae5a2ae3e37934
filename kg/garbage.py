"""When Python looks for objects that only hold each other, which no count of references frees."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Makes no such search while the block runs: for work on millions of objects that live to its end and are in no circle, where
    searching costs a twentieth to a seventh of the time.

    >>> with uncollected():
    ...     gc.isenabled()
    False
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
