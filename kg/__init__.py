"""Reads Chinese news about regional economies and writes what it says as a graph, every fact with its sentence."""

__version__ = "0.1.0"
