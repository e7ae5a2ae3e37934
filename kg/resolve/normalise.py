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
from kg.knowledge.files import Row

NAMED = ("companies", "organizations", "zones")  # lexicons of things known by their name alone
ROLES = ("legal", "plain", "trade", "group", "arm", "branch")  # of legal_forms.tsv
_MARKS = frozenset("+±%&#")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|第[一二三四五六七八九十百]+|[一二三四五六七八九十]+(?=[期号批届])")
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")


@dataclass(frozen=True, slots=True)
class Name:
    """form: letters and digits only, in the short forms of the lexicon; core: without place, legal form and dispensable ends;
    kernel: core without filler words; place: codes that the place in front may mean; own: characters of the core that no
    common word covers; group: its ending marks a group or an arm of one; branch: an office of a house; local: a kind of
    thing that every town has."""

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


def squeeze(text: str) -> str:
    """Letters, digits and the few marks that tell names apart; width, case, quotation marks and spaces do not count.

    >>> squeeze("“满天星” 行动（ＡＢ）")
    '满天星行动ab'
    """
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum() or c in _MARKS)


class Words:
    """The lexicon, indexed for taking names apart. Built once per Knowledge by `words_of`."""

    def __init__(self, tables: Mapping[str, tuple[Row, ...]]) -> None:
        self.places = _places(tables.get("divisions", ()))
        self.legal = {squeeze(row["form"]): row["role"] for row in tables.get("legal_forms", ())}
        self.short = {(squeeze(r["full"]), t): squeeze(r["short"]) for r in tables.get("short_forms", ()) for t in _types(r)}
        self.words: dict[tuple[str, str], set[str]] = {}
        for row in tables.get("name_words", ()):
            for kind in _types(row):
                self.words.setdefault((row["role"], kind), set()).add(squeeze(row["word"]))
        self._general = {word for (role, _), found in self.words.items() if role in ("filler", "kind", "local") for word in found}
        listed = {squeeze(row["name"]) for row in tables.get("industries", ())} | set(self.legal)
        listed |= {word for (role, _), found in self.words.items() if role != "contrast" for word in found}
        kinds = self.words.get(("kind", ""), set()) | self.words.get(("local", ""), set())
        self.common = {word for word in listed if len(word) > 1 or word in kinds}
        self.longest = max(map(len, (*self.common, *self.places, *(full for full, _ in self.short), "")))
        self.alias = self._aliases(tables)
        self._cache: dict[tuple[str, str], Name] = {}

    def _aliases(self, tables: Mapping[str, tuple[Row, ...]]) -> dict[str, str]:
        """Other names of what the lexicon knows → its name. A short name of common words only (发改委) may be anyone's."""
        found = {}
        for row in (row for table in NAMED for row in tables.get(table, ())):
            for short in row["short"].split():
                same_arm = self.without_legal(short, ("group", "arm"))[1] == self.without_legal(row["name"], ("group", "arm"))[1]
                if same_arm and self._uncovered(squeeze(short), self.common) >= 2:
                    found[squeeze(short)] = row["name"].lower()
        return found

    def having(self, role: str, kind: str) -> set[str]:
        """The words of a role in names of a class."""
        return self.words.get((role, kind), set()) | self.words.get((role, ""), set())

    def contrasts(self, piece: str, kind: str) -> bool:
        """Whether a piece holds a word or number that tells things of one name apart: 东, 二, 新."""
        return any(w in piece for w in self.having("contrast", kind)) or any(c.isdigit() for c in piece)

    def name(self, text: str, kind: str) -> Name:
        """The name taken apart, as a name of class `kind`."""
        key = text, kind
        if key not in self._cache:
            self._cache[key] = self._name(text, kind)
        return self._cache[key]

    def _name(self, text: str, kind: str) -> Name:
        plain = self.alias.get(squeeze(text)) or unicodedata.normalize("NFKC", text).lower()
        bracketed, plain_rest = self._bracketed_place(plain)
        form = self._shorten(squeeze(plain), kind)
        body = self._shorten(squeeze(plain_rest), kind)
        prefix, rest = self.place_in_front(body)
        legal, roles = self.without_legal(rest)
        office = bool({"legal", "plain"} & set(roles)) and bool(self.place_behind(legal))
        core = self._without_ends(legal, self.having("tail", kind))
        own = self.own(core)
        if prefix and own < 2:  # the place belongs to the name: 长安汽车, 重庆高新区
            core = self._without_ends(self.without_legal(body)[0], self.having("tail", kind))
        return Name(
            text=text,
            kind=kind,
            form=form,
            core=core,
            kernel=self._without(core, self.having("filler", kind)),
            place=self.places.get(prefix or bracketed, frozenset()),
            prefix=prefix or bracketed,
            numbers=tuple(sorted({n.lstrip("第").translate(_DIGITS) for n in _NUMBER.findall(plain)})),
            own=own,
            group=next((r for r in roles if r in ("group", "arm")), ""),
            branch="branch" in roles or office,
            local=any(core.endswith(w) for w in self.having("local", kind)),
        )

    def own(self, core: str) -> int:
        """How many characters of a name no common word covers, at the least.

        >>> Words({}).own("蓝岭科技")
        4
        """
        return self._uncovered(core, self.common)

    def common_only(self, text: str, kind: str) -> bool:
        """Whether a name has nothing but common words, long forms made short."""
        return self.own(self._shorten(squeeze(text), kind)) == 0

    def empty(self, piece: str) -> bool:
        """Whether a piece consists of words that say what sort of thing it is, or nothing at all."""
        return self._uncovered(piece, self._general) == 0

    def _uncovered(self, core: str, common: Collection[str]) -> int:
        best = [0]
        for end in range(1, len(core) + 1):
            covered = [best[start] for start in range(max(0, end - self.longest), end) if core[start:end] in common]
            best.append(min([best[-1] + 1, *covered]))
        return best[-1]

    def _bracketed_place(self, plain: str) -> tuple[str, str]:
        """A place in brackets, and the name without it."""
        for match in _BRACKETED.finditer(plain):
            if squeeze(match[1]) in self.places:
                return squeeze(match[1]), plain[: match.start()] + plain[match.end() :]
        return "", plain

    def place_in_front(self, body: str) -> tuple[str, str]:
        """The innermost place of those that stand in front (四川省绵阳市…), and what follows."""
        place, rest = "", body
        while True:
            fronts = (rest[:n] for n in range(min(self.longest, len(rest) - 2), 1, -1))
            found = next((f for f in fronts if f in self.places and (not place or self._inside(f, place))), "")
            if not found or not rest[len(found)].isalnum():
                return place, rest
            place, rest = found, rest[len(found) :]

    def _inside(self, inner: str, outer: str) -> bool:
        """Whether a place may lie in, or around, another: codes begin with those of the divisions above."""
        return any(i.startswith(o) or o.startswith(i) for i in self.places[inner] for o in self.places[outer])

    def place_behind(self, body: str) -> str:
        """The place at the end of a name, "" if there is none: 某某航空重庆(公司)."""
        return next((body[-n:] for n in range(min(self.longest, len(body) - 2), 1, -1) if body[-n:] in self.places), "")

    def without_fillers_behind(self, body: str, kind: str) -> str:
        """A name of six characters or more without fillers at its end, as long as four stay: 蓝岭通讯技术 → 蓝岭通讯."""
        ends = (body[-n:] for n in range(min(self.longest, len(body) - 4), 1, -1))
        end = next((e for e in ends if e in self.having("filler", kind)), "")
        return body[: -len(end)] if end else body

    def without_legal(self, body: str, roles: Collection[str] = ROLES) -> tuple[str, list[str]]:
        """The name without legal forms of these roles at its end, and the roles found, the last one first."""
        found: list[str] = []
        while True:
            ends = (body[-n:] for n in range(min(self.longest, len(body) - 2), 0, -1))
            end = next((e for e in ends if self.legal.get(e.lower()) in roles), "")
            if not end:
                return body, found
            found.append(self.legal[end.lower()])
            body = body[: -len(end)]

    def _without_ends(self, body: str, ends: set[str]) -> str:
        while True:
            end = next((body[-n:] for n in range(min(self.longest, len(body) - 2), 0, -1) if body[-n:] in ends), "")
            if not end:
                return body
            body = body[: -len(end)]

    def _without(self, core: str, fillers: set[str]) -> str:
        """Fillers taken out from left to right, longest first, as long as two characters stay."""
        kept, i = "", 0
        while i < len(core):
            filler = next((core[i : i + n] for n in range(min(self.longest, len(core) - i), 0, -1) if core[i : i + n] in fillers), "")
            kept, i = (kept, i + len(filler)) if filler else (kept + core[i], i + 1)
        return kept if len(kept) >= 2 else core

    def _shorten(self, form: str, kind: str) -> str:
        out, i = "", 0
        while i < len(form):
            for n in range(min(self.longest, len(form) - i), 1, -1):
                piece = form[i : i + n]
                short = self.short.get((piece, kind)) or self.short.get((piece, ""))
                if short:
                    out, i = out + short, i + n
                    break
            else:
                out, i = out + form[i], i + 1
        return out


@lru_cache(maxsize=8)
def words_of(knowledge: Knowledge) -> Words:
    """The indexed lexicon of a Knowledge."""
    return Words(knowledge.tables)


def _types(row: Row) -> Iterable[str]:
    return row["types"].split(",") if row["types"] else ("",)


def _places(divisions: Iterable[Row]) -> dict[str, frozenset[str]]:
    """Full and short names of divisions → the codes they may mean."""
    found: dict[str, set[str]] = {}
    for row in divisions:
        for form in (row["name"], row["short"]):
            if len(form) >= 2:
                found.setdefault(squeeze(form), set()).add(row["code"])
    return {form: frozenset(codes) for form, codes in found.items()}
