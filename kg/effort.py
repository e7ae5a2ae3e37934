"""How much work a document may cost, so that none takes for ever.

What decides is steps: names, pairs, readings that are looked at, counted wherever their number may grow faster than the text. They come
to the same on every machine and in every thread, so the same document is always read or always set aside. Processor time is the last
resort, for what nobody counts (an expression of a rule that tries one way after another): it ends a document that takes
many times what any should, and is told as a fault like all that sets a document aside.

>>> with bounded(Effort(steps=10, seconds=60), "a.txt"):
...     for _ in range(11):
...         spend()
Traceback (most recent call last):
kg.errors.InputError: a.txt: more than 10 steps of work, the most for a document of its length
  cut it into several, one for each article; a text in which words or marks repeat without end is read by nobody
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import FrameType

from kg.errors import InputError

OFTEN = 1024  # steps between two looks at the clock
AGAIN = 1.0  # seconds until the signal comes again, should a library have swallowed the error


@dataclass(frozen=True, slots=True)
class Effort:
    """The most that may be spent: steps, and seconds of processor time."""

    steps: int
    seconds: float


class _Meter:
    """What a document has cost so far."""

    __slots__ = ("_ends", "_look", "_most", "_place", "spent")

    def __init__(self, most: Effort, place: str) -> None:
        self.spent = 0
        self._most = most
        self._place = place
        self._look = OFTEN
        self._ends = time.thread_time() + most.seconds

    def spend(self, steps: int) -> None:
        self.spent += steps
        if self.spent > self._most.steps:
            problem = f"more than {self._most.steps} steps of work, the most for a document of its length"
            remedy = "cut it into several, one for each article; a text in which words or marks repeat without end is read by nobody"
            raise InputError(problem, self._place, remedy)
        if self.spent >= self._look:
            self._look = self.spent + OFTEN
            if time.thread_time() > self._ends:
                self.overdue()

    def overdue(self) -> None:
        problem = f"more than {self._most.seconds:.0f} s of processor time, the most for a document of its length"
        remedy = "cut it into several; or look in your rules for an expression that repeats what repeats, as (a+)+ does"
        raise InputError(problem, self._place, remedy)


_METER: ContextVar[_Meter | None] = ContextVar("meter", default=None)


def spend(steps: int = 1) -> None:
    """Counts steps of the document that is worked on. Raises InputError beyond what is allowed, nothing outside of `bounded`."""
    if meter := _METER.get():
        meter.spend(steps)


@contextmanager
def bounded(most: Effort, place: str) -> Iterator[_Meter]:
    """Allows the block so much work. Raises InputError, naming place, when it is spent.

    In the main thread of a process, where workers and Spark do all their work, the clock interrupts whatever runs; in another
    thread it is looked at while steps are counted.
    """
    meter = _Meter(most, place)
    token = _METER.set(meter)
    try:
        with _alarm(meter, most.seconds):
            yield meter
    finally:
        _METER.reset(token)


@contextmanager
def _alarm(meter: _Meter, seconds: float) -> Iterator[None]:
    """Interrupts the block when the process has worked so long, where the system can do that."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_signum: int, _frame: FrameType | None) -> None:
        meter.overdue()

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
