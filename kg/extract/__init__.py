"""(Document, Knowledge) → Extraction: mentions, then coreference, then the facts between them."""

from kg.extract.document import extract

__all__ = ["extract"]
