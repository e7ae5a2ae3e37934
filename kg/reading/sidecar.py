"""NAME.meta.toml beside NAME.txt: title, date and source of an article, as a person knows them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from errno import ENAMETOOLONG
from pathlib import Path

from kg.errors import InputError

KEYS = ("title", "date", "source")
PARTNER = ".meta.toml"  # what the name of a sidecar has instead of a suffix
DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a sidecar says; empty where it says nothing."""

    title: str = ""
    date: str = ""
    source: str = ""


def beside(path: Path) -> tuple[bytes, str]:
    """The bytes of the sidecar of a file, none if there is none, and where it is. Raises InputError for one that cannot be read."""
    place = path.with_name(path.stem + PARTNER)
    try:
        return place.read_bytes() if place.is_file() else b"", str(place)
    except OSError as error:
        if error.errno == ENAMETOOLONG:  # so there is none
            return b"", str(place)
        raise InputError(f"cannot be read: {error.strerror}", place=str(place), remedy="check its permissions") from error


def parse_sidecar(content: bytes, place: str) -> Sidecar:
    """What a sidecar says. Raises InputError, naming place, for one that cannot be parsed, an unknown key and a bad value."""
    try:
        text = content.decode("utf-8-sig")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8", place=place, remedy="TOML is written in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"{place}:{line[1]}" if line else place
        raise InputError(f"no valid TOML: {error}", place=where, remedy='lines look like  title = "…"') from error
    values = {}
    for key, found in data.items():
        where = f"{place}:{_line_of(text, key)}"
        if key not in KEYS:
            near = get_close_matches(key, KEYS, 1)
            remedy = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(KEYS)}"
            raise InputError(f"unknown key '{key}'", place=where, remedy=remedy)
        value = found.date() if isinstance(found, datetime) else found
        values[key] = value.isoformat() if isinstance(value, date) else value
        if not isinstance(values[key], str):
            raise InputError(f"{key} is no text", place=where, remedy=f'write {key} = "…"')
        if key == "date":
            check_date(values[key], where)
    return Sidecar(**values)


def check_date(text: str, place: str = "") -> str:
    """The date as it is. Raises InputError for one that is not 2024, 2024-06 or 2024-06-12, or that no calendar has."""
    try:
        if not DATE.fullmatch(text):
            raise ValueError
        date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        raise InputError(f"'{text}' is no date", place=place, remedy="write 2024, 2024-06 or 2024-06-12") from None
    return text


def _line_of(text: str, key: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]|\s*\[+\s*{re.escape(key)}", line):
            return number
    return 1
