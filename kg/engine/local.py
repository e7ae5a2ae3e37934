"""Maps a function over items with processes of this machine; results come in the order of the items. Or runs one beside this process.

The function must be importable by name (a module's own function, or a partial of one), because a worker is a fresh interpreter.

>>> from operator import neg
>>> list(map_in_order(neg, [3, 1, 2], workers=1))
[-3, -1, -2]
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TypeVar, cast

from kg.errors import KgError
from kg.signals import deaf, unbroken

Item = TypeVar("Item")
Result = TypeVar("Result")

# A worker imports everything and loads the knowledge before its first document: about as long as reading this many bytes.
BYTES_WORTH_A_WORKER = 250_000
# A copy shares the memory of this process until one of the two writes to it, if only to count who holds an object: in the end it has most.
THINGS_WORTH_A_COPY = 5_000
MOST_COPIES = 4
FEWER = "give fewer --workers"


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
    size = max(1, min(32, len(items) // (workers * 4)))
    chunks = [items[start : start + size] for start in range(0, len(items), size)]
    ahead, doing, done = iter(range(len(chunks))), dict[Connection, int](), dict[int, tuple[list[Result], Exception | None]]()
    with _crew(work, min(workers, len(chunks))) as free:
        for number in range(len(chunks)):
            while number not in done:
                with _alive(FEWER):
                    for worker, another in zip(list(free), ahead, strict=False):
                        worker.send(chunks[another])
                        doing[worker] = another
                        free.remove(worker)
                    for worker in cast("list[Connection]", wait(list(doing))):
                        done[doing.pop(worker)] = worker.recv()
                        free.append(worker)
            results, failure = done.pop(number)
            yield from results
            if failure:
                raise failure


@contextmanager
def _crew(work: Callable[[Item], Result], count: int) -> Iterator[list[Connection]]:
    """Connections to so many processes that do `work` of each item of the lists they are sent.

    Spawned ones: they share nothing with this process, no half-copied locks or threads, the same on every system. An executor of
    concurrent.futures would do, if it did not hang when a worker dies while work is still being given out (Python 3.11).
    """
    context = get_context("spawn")
    if sys.platform != "win32":
        resource_tracker.ensure_running()  # starts with the first process, and would make it hear Ctrl-C again
    crew: list[tuple[Connection, BaseProcess]] = []
    try:
        with unbroken(), deaf(), _alive(FEWER):
            for _ in range(count):
                ours, theirs = context.Pipe()
                process: BaseProcess = context.Process(target=_labour, args=(work, theirs), daemon=True)
                process.start()
                theirs.close()
                crew.append((ours, process))
        yield [ours for ours, _ in crew]
    except BaseException:  # who is told to stop does not wait for what is being worked on
        for _, worker in crew:
            worker.terminate()
        raise
    finally:
        for ours, worker in crew:
            ours.close()
            worker.join()


@contextmanager
def _alive(remedy: str) -> Iterator[None]:
    """Around talk with other processes: one that has died is a KgError."""
    try:
        yield
    except (EOFError, OSError) as error:
        raise KgError("a worker process died", remedy=f"memory may have run out: {remedy}") from error


def _labour(work: Callable[[Item], Result], connection: Connection) -> None:
    """What a worker does: `work` of each item that it is sent, until nothing more can come."""
    _serve()
    with suppress(EOFError, BrokenPipeError):
        while True:
            items = connection.recv()
            results: list[Result] = []
            failure = None
            try:
                for item in items:
                    results.append(work(item))
            except Exception as error:
                failure = error
            connection.send((results, failure))


def begin(work: Callable[[], Result]) -> Callable[[], Result]:
    """Begins `work` in a copy of this process, beside this one; what is returned waits for its result, and raises what `work` raised.
    The copy ends with this process. Where a process cannot be copied safely, `work` is done before anything else.

    Raises KgError if the copy dies.

    >>> begin(lambda: 3)()
    3
    """
    if sys.platform != "linux":
        done = work()
        return lambda: done
    context = get_context("fork")  # what `work` is to read need not be sent
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(work, sender), daemon=True)
    with unbroken(), deaf():
        process.start()
    sender.close()

    def ended() -> Result:
        with _alive("build fewer articles at a time"):
            result, error = receiver.recv()
        process.join()
        if error:
            raise error
        return cast(Result, result)

    return ended


def _send(work: Callable[[], Result], sender: Connection) -> None:
    """Does `work` and sends what comes of it."""
    _serve()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # who is told to stop has nothing to clear up
    with suppress(BrokenPipeError):  # nobody waits for it any more
        try:
            sender.send((work(), None))
        except Exception as error:
            sender.send((None, error))


def share(work: Callable[[int, int], Result], things: int) -> list[Result]:
    """What `work(part, parts)` gives for each part of the work on so many things, in order: as many parts as there are cores, as far as
    they are worth a copy of this process. Raises what `begin` raises.

    >>> share(lambda part, parts: (part, parts), 100)
    [(0, 1)]
    """
    parts = max(1, min(things // THINGS_WORTH_A_COPY, os.cpu_count() or 1, MOST_COPIES))
    others = [begin(partial(work, part, parts)) for part in range(1, parts)]
    return [work(0, parts), *(ended() for ended in others)]


def map_in_threads(work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """`work` of each item, in order, in as many threads as there are cores: for work that leaves Python's lock.

    >>> map_in_threads(len, ["园", "园区"])
    [1, 2]
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, items))


def _serve() -> None:
    """Makes this process a worker: it leaves Ctrl-C to the process that started it, and ends with that one, even a killed one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)
