"""Builds in parts, for more articles than one process holds: over a Spark cluster (cluster.py) or over this machine's disk (disk.py).

The stages are the same (articles.py, resolving.py, stating.py), put together in graph.py; where they run is the engine's business.
"""
