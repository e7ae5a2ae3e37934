"""What a number after another of its unit measures where the words before it have no noun: what is done with the things counted
before, or which part of them is meant (ontology/rules/observations.yml, indicator/deeds and indicator/totals)."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.figure_rules import FigureRules
from kg.extract.quantities import Quantity
from kg.extract.segment import segment
from kg.extract.spot import Spot

COUNTING = ("count", "")  # dimensions of what is counted
SHORTEST = 2  # characters of a verb that says enough to tell what is done
ASIDE = ("d", "t", "u", "r", "c")  # tags of words that stand beside a verb
ACTING = ("v", "a", "m")


def deed(spot: Spot, name: str, like: str, after: str, quality: str) -> str:
    """The indicator of a number by the words before it: what is done with what was counted (压减企业法人13户，减亏扭亏25户: 减亏扭亏
    企业法人), or which part of it is meant (首期规模); "" where the words only say how the figure before went on (退回, 再添).

    like: the indicator before; after: the noun that the number counts; quality: what such a number of its subject measures.
    """
    rules = spot.rules
    if rules.phases.fullmatch(name):
        return name if after else name + (quality or like)
    tokens = [t for t in segment(name) if not t.tag.startswith(ASIDE)]
    done = "".join(t.text for t in tokens)
    acts = tokens and all(t.tag.startswith(ACTING) or not t.tag for t in tokens) and tokens[-1].tag.startswith("v")
    if not acts or len(tokens[-1].text) < SHORTEST or done.endswith(rules.going_on) or like.endswith(done):
        return ""
    counts = spot.quantity.dimension in COUNTING
    return done if after or not counts or spot.left.startswith("、") else done + _things(like, rules)


def sort_of(spot: Spot, name: str, like: str) -> str:
    """The indicator of a number whose words only tell of which sort the things counted before are (企业132家，其中规上41家)."""
    counts = spot.quantity.dimension in COUNTING and spot.rules.sorts.fullmatch(name)
    things = _things(like, spot.rules) if counts and like else ""
    return name + things if things and not things.startswith(name) else ""


def _things(indicator: str, rules: FigureRules) -> str:
    """The things that an indicator counts, without what is done with them: 企业法人 of 压减企业法人."""
    tokens = segment(indicator)
    if indicator.endswith(rules.measures) or tokens[-1].tag[:1] not in "nl":
        return ""
    first = int(len(tokens) > 1 and tokens[0].text in rules.anew)
    verb = tokens[first]
    bare = next((verb.text.removeprefix(w) for w in rules.anew if verb.text.startswith(w) and verb.text != w), verb.text)
    acts = first < len(tokens) - 1 and segment(bare)[0].tag == "v" and len(verb.text) >= SHORTEST
    return "".join(t.text for t in tokens[first + acts :])


def stock(indicator: str, rules: FigureRules) -> str:
    """What there is of what came in anew: 高新技术企业 of 新增高新技术企业."""
    return "".join(t.text for t in segment(indicator) if t.text not in rules.anew)


def sized(text: str, quantities: Sequence[Quantity], end: int) -> str:
    """What the first number counts, behind the size of each: 32个300立方米的|发酵罐; "" where none stands between. end: of the clause."""
    first, size = quantities[0], quantities[1] if len(quantities) > 1 else quantities[0]
    if first.dimension not in COUNTING or size.dimension in (*COUNTING, "money") or size.start != first.end:
        return ""
    return text[size.end : quantities[2].start if len(quantities) > 2 else end]
