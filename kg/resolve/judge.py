"""Two things → how likely they are one: the heaviest feature that holds between their names, less what speaks against it, or a veto."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.resolve.features import FEATURES, OWNERLESS, conceivable
from kg.resolve.normalise import Name
from kg.resolve.places import Gazetteer
from kg.resolve.things import Setting, Thing


@dataclass(frozen=True, slots=True)
class Judgement:
    """score: from 0 to 1; reasons: features and objections; veto: they must not come together, however alike they are."""

    score: float
    reasons: tuple[str, ...] = ()
    veto: bool = False


@dataclass(slots=True)
class Judge:
    """Compares things. firms: cores of firms; families: kernels of firms that the kernels of several other firms begin with.

    Of firms it is enough to know those that the names of the compared things begin with, of families those that are kernels of them.
    """

    setting: Setting
    firms: set[str]
    families: set[str]
    weights: list[tuple[str, float]] = field(init=False)
    _rests: dict[str, tuple[str, ...]] = field(init=False, default_factory=dict)  # what `without_owner` has found

    def __post_init__(self) -> None:
        self.weights = sorted(self.setting.policy.features.items(), key=lambda item: (-item[1], item[0]))

    def know(self, firms: Iterable[str], families: Iterable[str]) -> None:
        """Tells of more firms and families."""
        self._rests.clear()
        self.firms.update(firms)
        self.families.update(families)

    def may_score(self, a: Thing, b: Thing) -> bool:
        """Whether `compare` may give a score: asked of all pairs that meet, since it takes a tenth of the time."""
        if a.type != b.type and not self.setting.policy.may_be_one(a.type, b.type):
            return False
        if not (a.telling and b.telling):
            return True
        if len(a.names) == len(b.names) == 1:  # nearly always
            return conceivable(a.names[0], b.names[0])
        return any(conceivable(x, y) for x in a.names for y in b.names)

    def compare(self, a: Thing, b: Thing) -> Judgement:
        """The judgement on two things; the order does not matter."""
        policy = self.setting.policy
        if not policy.may_be_one(a.type, b.type):
            return Judgement(0, ("class",), veto=True)
        if objection := self._objection(a, b):
            return Judgement(0, (objection,), veto=True)
        score, feature = self._best(a, b)
        reasons = [feature] if feature else []
        if not a.docs.isdisjoint(b.docs) and not (score >= policy.in_one_document and a.full.place == b.full.place):
            return Judgement(score, (*reasons, "one document tells them apart"), veto=True)
        if score and a.full.numbers != b.full.numbers:
            score, reasons = score - policy.one_number, [*reasons, "number"]
        if a.type != b.type:
            if score < policy.other_class_at_least:
                return Judgement(0, ("class",), veto=score == 0)
            score, reasons = score - policy.other_class, [*reasons, "other class"]
        if feature == "brand":
            bonus, reason = self._brand(a, b)
            score, reasons = score + bonus, [*reasons, reason]
        elif feature in policy.by_chance and a.homes and b.homes and not any_related(self.setting.gazetteer, a.homes, b.homes):
            score, reasons = score - policy.abroad, [*reasons, "no place in common"]
        elif score and self._diverge(a, b):
            score, reasons = score - policy.diverging, [*reasons, "fullest names diverge"]
        return Judgement(round(score, 3), tuple(reasons))

    def _objection(self, a: Thing, b: Thing) -> str:
        """What makes two things different whatever their names share."""
        policy, gazetteer = self.setting.policy, self.setting.gazetteer
        x, y = a.full, b.full
        if a.code != b.code and (a.code and b.code):
            return "division"
        if x.numbers != y.numbers and ((x.numbers and y.numbers) or a.type in policy.numbered):
            return "number"
        if x.branch != y.branch or (x.branch and x.place != y.place):
            return "branch"
        if (x.group or y.group) and ({x.group, y.group} == {"group", "arm"} or self._arm_abroad(x, y) or self._arm_abroad(y, x)):
            return "arm of a group"
        here, there = self._place(a), self._place(b)
        if here and there and not any_related(gazetteer, here, there):
            return "place"
        if (here and self._national(b)) or (there and self._national(a)):
            return "level"
        if a.type in policy.regional and (self._elsewhere(here, there, b) or self._elsewhere(there, here, a)):
            return "place"
        if a.where and b.where and not any_related(gazetteer, a.where, b.where):
            return "stands elsewhere"
        if (a.scope or b.scope) and not self._same_scope(a, b):
            return "scope"
        return ""

    def _place(self, thing: Thing) -> frozenset[str]:
        """The place that its name begins with; unless the place is a part of the name itself (北京银行, 西安高新区)."""
        return frozenset().union(*(name.place for name in thing.names if name.own >= 2))

    def _national(self, thing: Thing) -> bool:
        return not thing.full.place and thing.full.form.startswith(self.setting.policy.national)

    @staticmethod
    def _arm_abroad(x: Name, y: Name) -> bool:
        """X控股 is not the X of a place, X集团 not X科技."""
        return bool(x.group and not y.group and ((y.place and not x.place) or (y.core != y.kernel and x.core == x.kernel)))

    def _elsewhere(self, place: frozenset[str], other: frozenset[str], thing: Thing) -> bool:
        """Whether one name has a place and the other thing, without one, is told of elsewhere."""
        return bool(place and not other and thing.homes and not any_related(self.setting.gazetteer, place, thing.homes))

    def _same_scope(self, a: Thing, b: Thing) -> bool:
        """Names that say nothing without their place: both of the same place, or one with the place in its name."""
        if a.scope and b.scope:
            return a.scope == b.scope
        bound, free = (a, b) if a.scope else (b, a)
        if not free.full.place:
            return bound.telling
        return not bound.scope.startswith("@") and any_related(self.setting.gazetteer, free.full.place, {bound.scope})

    def _best(self, a: Thing, b: Thing) -> tuple[float, str]:
        """The heaviest feature over all pairs of names, of which that of the fullest ones is the first."""
        pairs = [(x, y) for x in a.names for y in b.names]
        for feature, weight in self.weights:
            classes = self.setting.policy.only_for.get(feature)
            if classes and not (a.type in classes and b.type in classes):
                continue
            if self._holds(feature, *pairs[0]):
                return weight, feature
            if any(self._holds(feature, x, y) for x, y in pairs[1:]):
                return weight - self.setting.policy.by_alias, feature
        if not (a.telling and b.telling) and self.bare(a.full) == self.bare(b.full):
            return self.setting.policy.features["same_core"], "same_core"
        return 0.0, ""

    def _holds(self, feature: str, x: Name, y: Name) -> bool:
        return self._ownerless(x, y) if feature == OWNERLESS else FEATURES[feature](x, y, self.setting.words)

    def bare(self, name: Name) -> str:
        """The core of a common name without its place: 高新区 of 大连高新区."""
        return name.core.removeprefix(name.prefix) if name.own < 2 else name.core

    def _ownerless(self, x: Name, y: Name) -> bool:
        return any(rest == short.core and len(rest) >= 3 for long, short in ((x, y), (y, x)) for rest in self.without_owner(long))

    def without_owner(self, name: Name) -> tuple[str, ...]:
        """What a name says after the firm in front of it."""
        core = name.core
        if core not in self._rests:
            rests = [core[len(front) :] for front in fronts(core) if front in self.firms]
            self._rests[core] = tuple(rest for rest in rests if self.setting.words.own(rest) >= 2)
        return self._rests[core]

    def _brand(self, a: Thing, b: Thing) -> tuple[float, str]:
        """What speaks for or against a brand being the firm with its trade in the name."""
        policy = self.setting.policy
        mine, theirs = {n.kernel for n in a.names}, {n.kernel for n in b.names}
        short = min(mine | theirs, key=lambda k: (len(k), k))
        if short in self.families or any(x[:2] == y[:2] and not x.startswith(y) and not y.startswith(x) for x in mine for y in theirs):
            return -policy.family, "several firms of the brand"
        if any(form in self.setting.brands for n in (*a.names, *b.names) for form in (n.form, n.core, n.kernel)):
            return 0.0, "well-known brand"
        return (policy.neighbours, "told of in one place") if a.homes & b.homes else (0.0, "no place in common")

    def _diverge(self, a: Thing, b: Thing) -> bool:
        """The fullest names have the same beginning, and then something else: 长安汽车, 长安软件."""
        x, y = a.full, b.full
        if x.kernel[:2] != y.kernel[:2] or any(x.form == n.form for n in b.names) or any(y.form == n.form for n in a.names):
            return False
        features = ((f, w) for f, w in self.weights if f in FEATURES and f != "brand")
        return not any(FEATURES[f](x, y, self.setting.words) for f, _ in features)


def any_related(gazetteer: Gazetteer, ones: Iterable[str], others: Iterable[str]) -> bool:
    """Whether one of some divisions lies within one of others, or the other way round."""
    return any(gazetteer.related(one, other) for one in ones for other in others)


def judge(things: Iterable[Thing], setting: Setting) -> Judge:
    """A judge who knows all firms of the documents."""
    kernels = {n.kernel for t in things if t.type in setting.policy.firms for n in t.names}
    forms = {n.core for t in things if t.type in setting.policy.firms for n in t.names}
    kin = Counter(brand for kernel in kernels for brand in brands(kernel) if brand in kernels)
    return Judge(setting, forms, {brand for brand, count in kin.items() if count > 1})


def fronts(core: str) -> list[str]:
    """What of a core may be the firm in front of it."""
    return [core[:n] for n in range(2, len(core) - 2)]


def brands(kernel: str) -> Iterator[str]:
    """What of a firm's kernel may be the brand of several firms."""
    return (kernel[:n] for n in range(2, len(kernel)))
