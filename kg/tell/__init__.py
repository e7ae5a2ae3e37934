"""Differences, doubts and ways → text for people, in either language of the ontology, and plain data for JSON."""
