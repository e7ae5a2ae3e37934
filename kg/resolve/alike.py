"""Names that are near without being alike: what a misprint, a homophone or a part of a name has in common with the name.

>>> from kg.knowledge import load
>>> from kg.resolve.normalise import words_of
>>> words = words_of(load())
>>> misprinted("战略性新星产业", "战略性新兴产业", "Industry", words), misprinted("银河L6", "银河L7", "Product", words)
(True, False)
>>> same_sound("战略性新星", "战略性新兴"), same_sound("云帆科技", "云帆科技")
(True, False)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from kg.knowledge.pinyin import pinyin
from kg.resolve.features import FEATURES, skipped
from kg.resolve.normalise import Name, Words
from kg.resolve.phrases import squeeze
from kg.resolve.things import Setting, Thing

SHORTEST = 3  # characters of a name that hardly sounds like another, or is a part of it, by chance
FEW = 4  # characters of a name in which another character is as likely another name as a misprint
CROWD = 60  # names that share one spelling but for a character: no misprints, but a series


@lru_cache(maxsize=65536)
def _sound(core: str) -> str:
    return pinyin(core)


def same_sound(one: str, other: str) -> bool:
    """Other characters, the same syllables."""
    return one != other and len(one) == len(other) >= SHORTEST and _sound(one) == _sound(other) != ""


def misprinted(one: str, other: str, kind: str, words: Words) -> bool:
    """One character more or another one, which is no number, letter or word that tells things of a name apart."""
    short, long = sorted((one, other), key=len)
    if short == long or len(long) - len(short) > 1 or len(short) < (FEW if len(short) == len(long) else SHORTEST):
        return False
    front = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    behind = front + (len(short) == len(long))
    if short[behind:] != long[front + 1 :]:
        return False
    changed = short[front:behind] + long[front]
    return not any(c.isascii() or c.isdigit() or words.contrasts(c, kind) for c in changed)


def within(one: str, other: str, words: Words) -> bool:
    """One begins or ends the other, and would be a name of its own."""
    short, long = sorted((one, other), key=len)
    return SHORTEST <= len(short) < len(long) and (long.startswith(short) or long.endswith(short)) and words.own(short) >= 2


def hint(a: Thing, b: Thing, setting: Setting) -> tuple[float, str]:
    """The strongest hint between any two names of two things: its score and name, 0.0 and "" if there is none."""
    hints, words = setting.policy.hints, setting.words
    single = a.type in setting.policy.only_for.get("tail", ()) or a.type in setting.policy.firms
    best = (0.0, "")
    for x in a.names:
        for y in b.names:
            if same_sound(x.core, y.core) or same_sound(squeeze(x.text), squeeze(y.text)):
                best = max(best, (hints["same_sound"], "same_sound"))
            elif misprinted(x.core, y.core, x.kind, words):
                name = "one_of_few" if max(len(x.core), len(y.core)) <= FEW and len(x.core) == len(y.core) else "one_character"
                best = max(best, (hints[name], name))
            elif single and within(x.core, y.core, words):
                best = max(best, (hints["within"], "within"))
    return best


def neighbourhood(things: Sequence[Thing]) -> set[tuple[int, int]]:
    """Pairs of things worth asking for hints: the same sound, the same but for a character, one at an end of the other. The work
    grows with the length of the names, not with the number of pairs."""
    groups: dict[str, set[int]] = {}
    cores: dict[str, set[int]] = {}
    for i, thing in enumerate(things):
        for text in {text for name in thing.names for text in (name.core, squeeze(name.text)) if len(text) >= SHORTEST}:
            groups.setdefault(f"sound {_sound(text)}", set()).add(i)
        for core in {name.core for name in thing.names if len(name.core) >= SHORTEST}:
            cores.setdefault(core, set()).add(i)
    for core, members in cores.items():
        for key in {core, *(core[:at] + core[at + 1 :] for at in range(len(core)))}:
            groups.setdefault(key, set()).update(members)
    pairs = {pair for members in groups.values() if len(members) <= CROWD for pair in combinations(sorted(members), 2)}
    for core, members in cores.items():
        for part in {*(core[:n] for n in range(SHORTEST, len(core))), *(core[n:] for n in range(1, len(core) - SHORTEST + 1))}:
            if 0 < len(cores.get(part, ())) <= CROWD:
                pairs.update((min(i, j), max(i, j)) for i in members for j in cores[part] if i != j)
    return pairs


def apart(names: Iterable[Name], words: Words) -> tuple[list[Name], list[Name]] | None:
    """Names of one thing in two parts that have nothing in common; None if every name is like another one that is like …"""
    rest = list(names)
    ours = rest[:1]
    rest = rest[1:]
    for name in ours:  # grows while we look
        alike = [other for other in rest if related(name, other, words)]
        ours += alike
        rest = [other for other in rest if other not in alike]
    return (ours, rest) if rest else None


def related(x: Name, y: Name, words: Words) -> bool:
    """Whether two names may well be of one thing: two characters in a row in common, one an abbreviation of the other, the same sound."""
    short, long = sorted((x.form, y.form), key=len)
    if set(_pairs(short)) & set(_pairs(long)) or skipped(short, long) or short in long:
        return True
    return same_sound(x.core, y.core) or any(feature(x, y, words) for feature in FEATURES.values())


def _pairs(text: str) -> Iterator[str]:
    return (text[i : i + 2] for i in range(len(text) - 1))
