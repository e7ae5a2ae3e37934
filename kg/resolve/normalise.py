"""A printed name → Name: what of it can be compared.

The place in front, the legal form at the end and words that everyone uses are told from what is the thing's own. All words come from
the lexicon: divisions.tsv, legal_forms.tsv, short_forms.tsv, name_words.tsv, industries.tsv.

>>> from kg.knowledge import load
>>> name = words_of(load()).name("重庆市蓝岭科技有限公司", "Company")
>>> name.form, name.core, name.kernel
('重庆市蓝岭科技有限公司', '蓝岭科技', '蓝岭')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.knowledge import Knowledge
from kg.knowledge.faults import reads
from kg.knowledge.files import Row
from kg.knowledge.numerals import value
from kg.resolve.phrases import Phrases, squeeze

REMEMBERED = 50_000  # names that have been taken apart: those that a thousand articles have
NAMED = ("companies", "organizations", "zones")  # lexicons of things known by their name alone
ROLES = ("legal", "plain", "trade", "group", "arm", "branch")  # of legal_forms.tsv
_BRACKETED = re.compile(r"\(([^()]*)\)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|第[一二三四五六七八九十百]+|[一二三四五六七八九十]+(?=[期号批届])")
_BATCH = re.compile(r"^(?:(?:19|20)\d\d年度?)?(?:[第首][一二三四五六七八九十百\d]*[批届])?(?=..)")
_MODEL = re.compile(r"[a-z]*\d+[a-z]*")
_MARKS, _JOINTS = "-—–―、·", "和与"


@dataclass(frozen=True, slots=True)
class Name:
    """form: letters and digits only, in the short forms of the lexicon; core: without place, legal form and dispensable ends;
    kernel: core without filler words; place: codes that the place in front may mean; own: characters of the core that no
    common word covers; group: its ending marks a group or an arm of one; branch: an office of a house; local: a kind of
    thing that every town has, and nothing in the name says of which."""

    text: str
    kind: str
    form: str
    core: str
    kernel: str
    place: frozenset[str]
    prefix: str
    numbers: tuple[str, ...]
    own: int
    group: str
    branch: bool
    local: bool

    @property
    def telling(self) -> bool:
        """Whether the name alone says which thing it is."""
        return self.own >= 2 or bool(self.place)


class Words:
    """The lexicon, indexed for taking names apart. Built once per Knowledge by `words_of`."""

    def __init__(self, tables: Mapping[str, tuple[Row, ...]]) -> None:
        divisions = tables.get("divisions", ())
        self.places = _places(divisions)
        self._divisions = frozenset(row["name"] for row in divisions)
        self._brief = {r["name"]: r["short"] for r in divisions if self.places.get(r["short"]) == self.places.get(r["name"])}
        self._place_names = Phrases(self.places)
        self._legal = {squeeze(row["form"]): row["role"] for row in tables.get("legal_forms", ())}
        self._legal_ends = Phrases(self._legal)
        self._houses = Phrases(form for form, role in self._legal.items() if role != "branch")
        self._words = _by_role(tables.get("name_words", ()), "word")
        self._short = {(r["full"], t): r["short"] for r in tables.get("short_forms", ()) for t in _types(r)}
        self._sets: dict[tuple[str, str], Phrases] = {}
        self._terms: dict[str, tuple[Phrases, dict[str, str]]] = {}
        self._general = Phrases(w for (role, _), found in self._words.items() if role in ("filler", "kind", "local") for w in found)
        listed = {squeeze(row["name"]) for row in tables.get("industries", ())} | set(self._legal)
        listed |= {word for (role, _), found in self._words.items() if role != "contrast" for word in found}
        kinds = self._words.get(("kind", ""), set()) | self._words.get(("local", ""), set())
        self._common = Phrases(word for word in listed if len(word) > 1 or word in kinds)
        self._alias = self._aliases(tables)
        self._taken_apart = lru_cache(maxsize=REMEMBERED)(self._name)

    def _aliases(self, tables: Mapping[str, tuple[Row, ...]]) -> dict[str, str]:
        """Other names of what the lexicon knows → its name. A short name of common words only (发改委) may be anyone's, and the name
        of a group is not that of its firms."""
        found = {}
        for row in (row for table in NAMED for row in tables.get(table, ())):
            for short in row["short"].split():
                same_arm = self.without_legal(short, ("group", "arm"))[1] == self.without_legal(row["name"], ("group", "arm"))[1]
                if same_arm and self.own(squeeze(short)) >= 2:
                    found[squeeze(short)] = row["name"].lower()
        return found

    def having(self, role: str, kind: str) -> Phrases:
        """The words of a role in names of a class."""
        key = role, kind
        if key not in self._sets:
            self._sets[key] = Phrases(self._words.get((role, kind), set()) | self._words.get((role, ""), set()))
        return self._sets[key]

    def contrasts(self, piece: str, kind: str) -> bool:
        """Whether a piece holds a word or number that tells things of one name apart: 东, 二, 新."""
        return any(w in piece for w in self.having("contrast", kind).words) or any(c.isdigit() for c in piece)

    def name(self, text: str, kind: str) -> Name:
        """The name taken apart, as a name of class `kind`."""
        return self._taken_apart(text, kind)

    def _name(self, text: str, kind: str) -> Name:
        plain = self._alias.get(squeeze(text)) or unicodedata.normalize("NFKC", text).lower()
        form = self._shorten(squeeze(plain), kind)
        bracketed, unbracketed = self._bracketed_place(plain)
        body = self._shorten(squeeze(unbracketed), kind) if bracketed else form
        prefix, rest = self.place_in_front(body)
        bare, roles = self.without_legal(rest)
        office = bool({"legal", "plain"} & set(roles)) and bool(self.place_behind(bare))
        tails = self.having("tail", kind)
        core = _BATCH.sub("", tails.without_ends(bare))
        own = self.own(core)
        front, place = prefix, self.places.get(prefix or bracketed, frozenset())
        if prefix and (own < 2 or _MODEL.fullmatch(core)):  # the place belongs to the name: 长安汽车, 重庆高新区
            before, prefix = body[: -len(prefix + rest)], self._brief.get(prefix, prefix)
            core = tails.without_ends(self.without_legal(before + prefix + rest)[0])
            if bracketed and not self._inside(front, bracketed):  # 华安（曲阜）陶瓷 is no firm of 华安
                prefix, place, own = "", self.places[bracketed], self.own(core)
        kernel = self.having("filler", kind).replace(core, {})
        return Name(
            text=text,
            kind=kind,
            form=form,
            core=core,
            kernel=kernel if len(kernel) >= 2 else core,
            place=place,
            prefix=prefix or bracketed,
            numbers=tuple(sorted({_digits(n) for n in _NUMBER.findall(plain)})),
            own=own,
            group=next((r for r in roles if r in ("group", "arm")), ""),
            branch="branch" in roles or office,
            local=bool(self.having("local", kind).end(core, keep=0)) and not (len(place) == 1 and (own >= 2 or front in self._divisions)),
        )

    def own(self, core: str) -> int:
        """How many characters of a name no common word covers, at the least.

        >>> Words({}).own("蓝岭科技")
        4
        """
        return self._common.uncovered(core)

    def common_only(self, text: str, kind: str) -> bool:
        """Whether a name has nothing but common words, long forms made short."""
        return self.own(self._shorten(squeeze(text), kind)) == 0

    def empty(self, piece: str) -> bool:
        """Whether a piece consists of words that say what sort of thing it is, or nothing at all."""
        return self._general.uncovered(piece) == 0

    def _bracketed_place(self, plain: str) -> tuple[str, str]:
        """A place in brackets, and the name without it."""
        for match in _BRACKETED.finditer(plain):
            if squeeze(match[1]) in self.places:
                return squeeze(match[1]), plain[: match.start()] + plain[match.end() :]
        return "", plain

    def place_in_front(self, body: str) -> tuple[str, str]:
        """The innermost place of those that stand in front (四川省绵阳市…), and what follows."""
        place, rest = "", body
        while fronts := self._place_names.fronts(rest):
            found = next((front for front in fronts if not place or self._inside(front, place)), "")
            if not found:
                break
            joint, behind = rest[len(found)], rest[len(found) + 1 :]
            if joint in _MARKS or (joint in _JOINTS and self._place_names.front(behind, keep=0)):
                break  # 哈密—重庆…: both places belong to the name
            place, rest = found, rest[len(found) :]
        return place, rest

    def _inside(self, inner: str, outer: str) -> bool:
        """Whether a place may lie in, or around, another: codes begin with those of the divisions above."""
        return any(i.startswith(o) or o.startswith(i) for i in self.places[inner] for o in self.places[outer])

    def place_behind(self, body: str) -> str:
        """The place at the end of a name, "" if there is none: 某某航空重庆(公司)."""
        return self._place_names.end(body)

    def without_fillers_behind(self, body: str, kind: str) -> str:
        """A name without the filler at its end, as long as four characters stay: 蓝岭通讯技术 → 蓝岭通讯."""
        end = self.having("filler", kind).end(body, keep=4)
        return body[: -len(end)] if end else body

    def without_legal(self, body: str, roles: Collection[str] = ROLES) -> tuple[str, list[str]]:
        """The name without legal forms of these roles at its end, and the roles found, the last one first."""
        found: list[str] = []
        while (end := self._legal_end(body.lower())) and self._legal[end] in roles:
            found.append(self._legal[end])
            body = body[: -len(end)]
        return body, found

    def _legal_end(self, body: str) -> str:
        """The legal form at the end of a name; a branch does not begin within a word: 电子|公司."""
        end = self._legal_ends.end(body)
        within = self._legal.get(end) == "branch" and body[: 1 - len(end)][-2:] in self._common
        return self._houses.end(body) if within else end

    def _shorten(self, form: str, kind: str) -> str:
        """A form with official terms put as news does."""
        if kind not in self._terms:
            terms = {full: short for (full, t), short in self._short.items() if t in ("", kind)}
            self._terms[kind] = Phrases(terms), terms
        phrases, terms = self._terms[kind]
        return phrases.replace(form, terms)


@lru_cache(maxsize=8)
@reads("resolution.yml")
def words_of(knowledge: Knowledge) -> Words:
    """The indexed lexicon of a Knowledge."""
    return Words(knowledge.tables)


def _digits(printed: str) -> str:
    """A number of a name in digits: 第十二 is 12."""
    numeral = printed.lstrip("第")
    number = None if numeral[0].isdigit() else value(numeral)
    return numeral if number is None else str(number)


def _types(row: Row) -> Iterable[str]:
    return row["types"].split(",") if row["types"] else ("",)


def _by_role(rows: Iterable[Row], column: str) -> dict[tuple[str, str], set[str]]:
    """Words by role and class; the class "" holds for all."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        for kind in _types(row):
            found.setdefault((row["role"], kind), set()).add(squeeze(row[column]))
    return found


def _places(divisions: Iterable[Row]) -> dict[str, frozenset[str]]:
    """Full and short names of divisions → the codes they may mean."""
    found: dict[str, set[str]] = {}
    for row in divisions:
        for form in (row["name"], row["short"]):
            if len(form) >= 2:
                found.setdefault(form, set()).add(row["code"])
    return {form: frozenset(codes) for form, codes in found.items()}
