"""What a server answered, and what it means for the person who asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from kg.endpoint.access import Login, ways
from kg.endpoint.words import plain_words, status_words

WORDS = 4_000  # bytes of an answer that are looked at
WRONG_ADDRESS = {404, 405, 415, 501}


@dataclass(frozen=True, slots=True)
class Answer:
    """words: the beginning of the body as plain text."""

    status: int
    headers: httpx.Headers
    words: str

    def __str__(self) -> str:
        return status_words(self.status, self.words)


def beginning(parts: Iterator[bytes]) -> str:
    """The first words of an answer's body, however long it is."""
    read = b""
    for part in parts:
        read += part
        if len(read) >= WORDS:
            break
    return plain_words(read[:WORDS])


def refusal(method: str, answer: Answer, login: Login | None) -> tuple[str, str]:
    """The problem that an answer tells of, and its remedy ("" if only the server knows)."""
    if answer.status == 401:
        return _login_refused(ways(answer.headers), login)
    if answer.status < 400:
        there = plain_words(answer.headers.get("location", "").encode())
        return (
            f"{method}: {answer.status}, the store is at {there!r}",
            "give that address if you trust it: kg follows nobody with a password",
        )
    remedy = ""
    if answer.status == 403:
        remedy = "give --user NAME of one who may write there"
    elif answer.status in WRONG_ADDRESS:
        remedy = "see that this is the address which the store's manual names for the Graph Store Protocol, or for updates"
    return f"{method}: {answer}", remedy


def _login_refused(offered: list[str], login: Login | None) -> tuple[str, str]:
    if not login:
        return "the store asks for a login", "give --user NAME, the password in KG_PASSWORD"
    if not {"digest", "basic"} & set(offered):
        problem = f"the store asks for a login by {plain_words(', '.join(offered).encode()) or 'no way that it names'}"
        return problem, "kg knows Basic and Digest: give an address of the store that asks for one of them"
    return f"the store does not take user {login.user!r} with this password", "see to --user and KG_PASSWORD"
