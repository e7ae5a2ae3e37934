"""Mapping over items with processes: order, choice of workers, a worker that dies."""

import operator
import os
import signal
import threading
from collections.abc import Generator
from multiprocessing import active_children

import pytest

from kg.engine.local import BYTES_WORTH_A_WORKER, THINGS_WORTH_A_COPY, begin, choose_workers, map_in_order, share
from kg.errors import InputError, KgError


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_items(workers: int) -> None:
    assert list(map_in_order(operator.neg, [5, 3, 9, 1], workers)) == [-5, -3, -9, -1]


def test_nothing_to_do() -> None:
    assert list(map_in_order(operator.neg, [], 4)) == []


def test_what_the_work_raises_passes_through() -> None:
    with pytest.raises(TypeError):
        list(map_in_order(operator.neg, [1, "two"], 2))


def die(code: int) -> None:
    os._exit(code)


def test_a_worker_that_dies_is_an_error_with_a_remedy() -> None:
    with pytest.raises(KgError, match="worker process died") as caught:
        list(map_in_order(die, [1, 1], 2))
    assert "--workers" in caught.value.remedy


def test_a_worker_that_is_killed_while_work_is_given_out_is_an_error_too() -> None:
    def strike() -> None:
        while not (workers := active_children()):
            pass
        os.kill(workers[0].pid or 0, signal.SIGKILL)

    for _ in range(10):
        threading.Thread(target=strike).start()
        with pytest.raises(KgError, match="worker process died"):
            list(map_in_order(operator.neg, range(4000), 2))


@pytest.mark.parametrize("workers", [1, 2])
def test_what_comes_before_an_error_is_given(workers: int) -> None:
    given = []
    with pytest.raises(TypeError):
        for result in map_in_order(operator.neg, [*range(100), "a hundred", 101], workers):
            given.append(result)
    assert given == [-n for n in range(100)]


def test_workers_end_when_nobody_wants_more() -> None:
    results = map_in_order(operator.neg, range(4000), 2)
    assert isinstance(results, Generator)
    next(results)
    results.close()
    assert not active_children()


def raise_input_error(_: int) -> None:
    raise InputError("the file is empty", place="a.txt", remedy="leave it out")


def test_an_error_keeps_its_parts_between_processes() -> None:
    with pytest.raises(InputError) as caught:
        list(map_in_order(raise_input_error, [1, 2], 2))
    assert (caught.value.problem, caught.value.place, caught.value.remedy) == ("the file is empty", "a.txt", "leave it out")


def test_few_small_files_stay_in_one_process_and_many_use_all_cores() -> None:
    assert choose_workers([]) == 1
    assert choose_workers([1_000] * 20) == 1
    assert choose_workers([BYTES_WORTH_A_WORKER] * 1_000) == os.cpu_count()
    assert choose_workers([BYTES_WORTH_A_WORKER * 100]) == 1


def test_what_fails_beside_this_process_fails_where_its_result_is_asked_for() -> None:
    asked = begin(lambda: int("three"))
    with pytest.raises(ValueError, match="three"):
        asked()


def test_what_dies_beside_this_process_is_an_error_with_a_remedy() -> None:
    asked = begin(lambda: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(KgError, match="died"):
        asked()


@pytest.mark.parametrize("cores", [1, 2, 3, 64])
def test_much_work_is_shared_among_the_cores(cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    done = share(lambda part, parts: (os.getpid(), list(range(100))[part::parts]), 100 * THINGS_WORTH_A_COPY)
    assert sorted(n for _, numbers in done for n in numbers) == list(range(100))
    assert len({process for process, _ in done}) == len(done) == min(cores, 4)


def test_a_part_that_fails_fails_the_whole() -> None:
    def work(part: int, parts: int) -> float:
        return 1 / (parts - 1 - part)

    with pytest.raises(ZeroDivisionError):
        share(work, 100 * THINGS_WORTH_A_COPY)
