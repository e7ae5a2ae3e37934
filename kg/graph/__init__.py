"""Extractions and their resolution → RDF, its checks, its queries, and a networkx graph."""
