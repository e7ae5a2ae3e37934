"""A line of JSON Lines → Page: an object with `text` and, if known, `id`, `title`, `date` and `source`. Other keys are not looked at.

>>> parse('{"id": 7, "title": "新厂", "date": "2024-06-12T08:00:00+08:00", "text": "园区产值12亿元。"}'.encode(), "a.jsonl:1")
('7', Page(text='园区产值12亿元。', title='新厂', date='2024-06-12', source=''))
"""

from __future__ import annotations

import json

from kg.errors import InputError
from kg.reading.page import HALVES, Page, checked
from kg.reading.sidecar import check_date

REMEDY = 'a line looks like  {"id": "…", "title": "…", "date": "2024-06-12", "text": "…"}'


def read_object(data: bytes, place: str) -> Page:
    """The article of a line. Raises InputError for a line that is no such object."""
    return parse(data, place)[1]


def parse(data: bytes, place: str) -> tuple[str, Page]:
    """Id and article of a line. Raises InputError for one that is no object, has no text or a date that is none."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8", place=place, remedy="JSON is written in UTF-8") from error
    except RecursionError as error:
        raise InputError("no valid JSON: nested too deeply", place=place, remedy=REMEDY) from error
    except ValueError as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "a number is too long"
        raise InputError(f"no valid JSON: {reason}", place=place, remedy=REMEDY) from error
    if not isinstance(found, dict):
        raise InputError("no object", place=place, remedy=REMEDY)
    values = {key: _text(found.get(key), key, place) for key in ("id", "title", "date", "text", "source")}
    text = checked(values["text"], place)
    date = values["date"].strip()[:10]
    return values["id"], Page(text, values["title"], check_date(date, place) if date else "", values["source"])


def _text(value: object, key: str, place: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str) or (key in ("id", "date") and isinstance(value, int) and not isinstance(value, bool)):
        return HALVES.sub("\ufffd", str(value))
    raise InputError(f"{key} is no text", place=place, remedy=REMEDY)
