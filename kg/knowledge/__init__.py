"""ontology/ → Knowledge: loaded once, checked, immutable, hashed."""

from kg.knowledge.load import Knowledge, load

__all__ = ["Knowledge", "load"]
