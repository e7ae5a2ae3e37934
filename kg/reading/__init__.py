"""Files → Document: decoded, layout undone, cut into sentences, dated."""

from kg.reading.files import find, ids
from kg.reading.read import read

__all__ = ["find", "ids", "read"]
