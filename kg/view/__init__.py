"""Extractions and their resolution → one HTML page that draws the graph and shows every fact with its sentence."""
