"""How the graph names things and writes numbers, for whatever writes it: namespaces, local names, ids, digits. Text only.

>>> PREFIXES["ent"] + segment("重庆临空 “前沿”/科技城")
'https://w3id.org/regional-kg/entity/重庆临空前沿%2F科技城'
"""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from functools import lru_cache

BASE = "https://w3id.org/regional-kg/"
PREFIXES = {
    "kg": BASE + "ontology#",
    "ent": BASE + "entity/",
    "fact": BASE + "fact/",
    "doc": BASE + "document/",
    "ind": BASE + "indicator/",
    "unit": BASE + "unit/",
    "period": BASE + "period/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "schema": "https://schema.org/",
    "org": "http://www.w3.org/ns/org#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "qudt": "http://qudt.org/schema/qudt/",
    "qb": "http://purl.org/linked-data/cube#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
}

_FORBIDDEN = re.compile(
    r"[^A-Za-z0-9\-._~!$&()*+,;=:@\u00a0-\u2027\u202f-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    r"\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd]"
)
_INVISIBLE = re.compile(r"[\s“”‘’\"'\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")


def tidy(text: str) -> str:
    """A name without spaces and quotation marks, as it stands in an IRI and as the label of an indicator."""
    return _INVISIBLE.sub("", text)


@lru_cache(maxsize=65536)
def segment(text: str) -> str:
    """A name as one segment of an IRI: what RFC 3987 does not allow there is percent-encoded."""
    return _FORBIDDEN.sub(lambda m: "".join(f"%{b:02X}" for b in m[0].encode("utf-8", "surrogatepass")), tidy(text)) or "_"


def period_name(period: str) -> str:
    """A period as a name: "--" between the ends of an interval, as ISO 8601 allows, since a slash would cut the IRI."""
    return period.replace("/", "--")


def digest(*parts: str) -> str:
    """16 hex digits that stand for the parts: the same on every machine."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def plain(value: float) -> str:
    """A number in digits, without exponent and without the noise of binary fractions.

    >>> plain(27.91 * 1e8), plain(185), plain(1e-7)
    ('2791000000.0', '185.0', '0.0000001')
    >>> plain(-0.0)
    '0.0'
    """
    digits = format(Decimal(f"{value + 0.0:.14g}"), "f")
    if "." not in digits:
        return digits + ".0"
    whole, fraction = digits.split(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}"
