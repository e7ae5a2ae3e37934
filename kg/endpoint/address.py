"""Where the things of a graph stand on a server: the IRI of a thing ↔ the path that answers for it.

>>> path_of("https://w3id.org/regional-kg/entity/渝北%2F区")
'/entity/%E6%B8%9D%E5%8C%97%2F%E5%8C%BA'
>>> iri_at("entity", "渝北/区")
'https://w3id.org/regional-kg/entity/渝北%2F区'
"""

from __future__ import annotations

from urllib.parse import quote

from kg.iri import BASE, segment


def path_of(iri: str) -> str:
    """The path of one of our IRIs; any other address of the web as it is, "" for what is none."""
    if iri.startswith(BASE):
        return "/" + quote(iri.removeprefix(BASE), safe="/#%!$&()*+,;=:@~-._")
    return iri if iri.startswith(("http://", "https://")) else ""


def iri_at(kind: str, name: str) -> str:
    """The IRI that a decoded path stands for. What an IRI does not allow is written as it would be in a name, so that no path leads
    anywhere else."""
    return f"{BASE}{kind}/{segment(name)}"
