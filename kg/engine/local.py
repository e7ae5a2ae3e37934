"""Maps a function over items with processes of this machine; results come in the order of the items. Or runs one beside this thread.

The function must be importable by name (a module's own function, or a partial of one), because a worker is a fresh interpreter.

>>> from operator import neg
>>> list(map_in_order(neg, [3, 1, 2], workers=1))
[-3, -1, -2]
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context, parent_process
from typing import TypeVar

from kg.errors import KgError
from kg.signals import deaf, unbroken

Item = TypeVar("Item")
Result = TypeVar("Result")

# A worker imports everything and loads the knowledge before its first document: about as long as reading this many bytes.
BYTES_WORTH_A_WORKER = 250_000


def choose_workers(sizes: Sequence[int]) -> int:
    """How many processes files of these sizes in bytes are worth: 1 if starting others would cost more than it saves.

    >>> choose_workers([12_000] * 5)
    1
    """
    return max(1, min(sum(sizes) // BYTES_WORTH_A_WORKER, len(sizes), os.cpu_count() or 1))


def map_in_order(work: Callable[[Item], Result], items: Sequence[Item], workers: int) -> Iterator[Result]:
    """`work` of each item, in the order of the items, whatever the number of workers.

    Raises KgError if a worker dies (killed for want of memory, as a rule); what `work` itself raises passes through.
    """
    if workers <= 1 or len(items) <= 1:
        yield from map(work, items)
        return
    # Spawned workers share nothing with this process: no half-copied locks or threads, the same on every system.
    others = set(active_children())
    size = max(1, min(32, len(items) // (workers * 4)))
    with ProcessPoolExecutor(min(workers, len(items)), mp_context=get_context("spawn"), initializer=_serve) as pool:
        try:
            with unbroken(), deaf():
                chunks = deque(pool.submit(_work_on, work, items[start : start + size]) for start in range(0, len(items), size))
            while chunks:
                yield from chunks.popleft().result()
        except BrokenProcessPool as error:
            raise KgError("a worker process died", remedy="memory may have run out: give fewer --workers") from error
        except BaseException:  # who is told to stop does not wait for what is being worked on
            for process in set(active_children()) - others:
                process.terminate()
            raise


def begin(work: Callable[[], Result]) -> Callable[[], Result]:
    """Begins `work` in a thread of its own; what is returned waits for its result, and raises what `work` raised. A run that ends
    earlier does not wait for it.

    >>> begin(lambda: 3)()
    3
    """
    done: Future[Result] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # for the thread that asks for the result
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return done.result


def map_in_threads(work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """`work` of each item, in order, in as many threads as there are cores: for work that leaves Python's lock.

    >>> map_in_threads(len, ["园", "园区"])
    [1, 2]
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, items))


def _work_on(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """What a worker does at a time."""
    return [work(item) for item in items]


def _serve() -> None:
    """Makes this process a worker: it leaves Ctrl-C to the process that started it, and ends with that one, even a killed one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)
