"""(Document, Knowledge) → Extraction: mentions, then coreference, then the facts between them."""
