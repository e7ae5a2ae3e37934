"""The formats of files, by their suffix: what reads them, how large they may be. Files of another suffix are plain text.

A reader takes the bytes of a file and the place that errors name, and gives a Page. Its library is imported when the first such file comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from kg.reading import limits
from kg.reading.encoding import decode
from kg.reading.html import read_html
from kg.reading.markdown import read_markdown
from kg.reading.object import read_object
from kg.reading.page import Page
from kg.reading.pdf import read_pdf
from kg.reading.word import read_word


@dataclass(frozen=True, slots=True)
class Format:
    """read: bytes and place → Page; most: bytes of a file; libraries: what else decides how it is read."""

    read: Callable[[bytes, str], Page]
    most: int
    libraries: tuple[str, ...] = ()


def read_plain(data: bytes, place: str) -> Page:
    """A plain text, in whatever encoding. Raises InputError for one that is empty, binary or in no known encoding."""
    return Page(decode(data, place))


PLAIN = Format(read_plain, limits.TEXT)
MARKDOWN = Format(read_markdown, limits.TEXT, ("markdown-it-py",))
HTML = Format(read_html, limits.MARKUP, ("trafilatura", "lxml"))
OBJECT = Format(read_object, limits.LINE)
FORMATS: Mapping[str, Format] = {
    ".txt": PLAIN,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".pdf": Format(read_pdf, limits.PDF, ("pypdfium2",)),
    ".docx": Format(read_word, limits.MARKUP, ("python-docx", "lxml")),
}
LINES = (".jsonl", ".ndjson")  # an object a line, each an article
ARCHIVES = (".zip",)  # of all of these, but not of archives
SUFFIXES = (*FORMATS, *LINES, *ARCHIVES)


def format_of(suffix: str) -> Format:
    """The format of files that end so, plain text if none is known; of a line of those that hold an object a line, that of the object."""
    return OBJECT if suffix.lower() in LINES else FORMATS.get(suffix.lower(), PLAIN)


def most_bytes(suffix: str) -> int:
    """How large a file that ends so may be."""
    return limits.MANY if suffix.lower() in (*LINES, *ARCHIVES) else format_of(suffix).most


@cache
def reader_of(suffix: str) -> str:
    """The versions of the libraries that read a file of this suffix: with another, the same bytes may give another text."""
    return " ".join(f"{name} {_version(name)}" for name in (*format_of(suffix).libraries, "OpenCC"))


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "-"
