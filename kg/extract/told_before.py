"""What the text before a number says that it measures: the figure before it, the clause before it, the label or the list above it."""

from __future__ import annotations

import re

from kg.extract.spot import Spot
from kg.extract.wording import TAIL, clean, telling
from kg.knowledge.figures import MAGNITUDES
from kg.knowledge.regex import any_of

STEPS = "".join(MAGNITUDES)  # what a unit may begin with: 万元 is of 元


def last_alike(spot: Spot, subject: str) -> str:
    """The indicator of the last figure that this one goes on with: a level of the same unit; for ratios and ranks any level."""
    levels = [o for o in reversed(spot.recent) if o.kind == "level"]
    if spot.quantity.dimension in ("ratio", "change", "rank"):
        return next((o.indicator for o in levels if o.subject == subject), "")
    unit = spot.quantity.unit.lstrip(STEPS)
    return next((o.indicator for o in levels if o.unit.lstrip(STEPS) == unit), "")


def said_of_last(spot: Spot, subject: str, name: str) -> str:
    """What the last figure before the sentence was of, if it has the same unit; the last amount of another subject too, where no words
    stand before the number and the sentence tells parts of it (其中，某港完成712.8万标箱)."""
    if spot.recent or not spot.earlier:
        return ""
    last = spot.earlier[-1]
    if last.subject != subject and not name and spot.rules.parts.match(spot.text, spot.clause.sentence.start):
        last = next((o for o in reversed(spot.earlier) if o.kind == "level"), last)
    elif last.subject != subject:
        return ""
    same = last.kind == "level" and last.unit.lstrip(STEPS) == spot.quantity.unit.lstrip(STEPS)
    return last.indicator if same and last.indicator not in spot.rules.dependent else ""


def clause_before(spot: Spot, subject: str) -> str:
    """What the clause before measures: what its figures are of, if it has any (甲区增长3%，乙区增长5%), else its words, or those that
    the sentence begins with (从增速看，甲区、乙区领跑，分别增长5%和3%)."""
    counts = _counts(spot)
    if spot.recent and counts:
        return spot.recent[-1].indicator
    aspect = spot.rules.aspect.match(spot.text, spot.clause.sentence.start, spot.clause.start)
    if broken := spot.rules.breakdown.fullmatch(spot.before):
        unit, last = spot.quantity.unit.lstrip(STEPS), spot.earlier[-1] if spot.earlier else None
        return last.indicator if last and not aspect and last.unit.lstrip(STEPS) == unit else broken[1]
    words = _course(spot, subject) or ("" if counts else _nobody(spot, clean(spot, spot.before, subject)[-TAIL:], subject))
    return words or (spot.recent[-1].indicator if spot.recent else aspect[1] if aspect else "")


def label(spot: Spot, subject: str) -> str:
    """What stands before the colon that a number begins behind, 地区生产总值：268亿元, unless it counts what follows it."""
    alone = not spot.right or spot.right[0] in "，。；、（("
    colon = alone and spot.left.strip() == spot.text[spot.clause.start : spot.quantity.start].strip() and spot.before.endswith((":", "："))
    words = spot.before.rpartition(spot.recent[-1].unit)[2] if spot.recent and spot.recent[-1].unit else spot.before
    words = _nameless(spot, words)
    return telling(spot, clean(spot, words, subject)[-TAIL:]) if colon and not any(c.isdigit() for c in words) else ""


def led_up_to(spot: Spot, subject: str) -> str:
    """What the clause before tells the course of, no figure in it: 固定资产投资由负转正，增长3.2%."""
    return "" if spot.clause.start == spot.clause.sentence.start or _counts(spot) else _course(spot, subject)


def grew_last(spot: Spot, subject: str, name: str) -> str:
    """What grew last in the sentence, if a word of growth is ranked: 增加值增长11.2%，高于全市3.1个百分点，增速居全市第一."""
    links = {t.link for t in spot.rules.triggers if t.joins}
    if name not in links:
        return ""
    grown = (o.indicator for o in reversed(spot.recent) if o.kind == "growth" and o.subject == subject)
    return next((indicator for indicator in grown if not any(link in indicator for link in links)), "")


def entered(spot: Spot, subject: str) -> str:
    """What things are ranked in, told before with their names: 甲公司、乙公司|入围百强，分列第11位和第68位."""
    return clean(spot, _nameless(spot, spot.before), subject)[-TAIL:]


def _nameless(spot: Spot, words: str) -> str:
    """Words before the clause without the names that its sentence has there."""
    for m in spot.view.in_sentence(spot.clause.sentence):
        words = words.replace(m.text, "") if m.end <= spot.clause.start else words
    return words


def _course(spot: Spot, subject: str) -> str:
    """What the clause before tells the course of: 固定资产投资 of 甲区固定资产投资由负转正, nothing of 甲区、乙区领跑."""
    before = spot.rules.cut.sub("", spot.before)
    course = spot.rules.course.search(before)
    words = before[: course.start()] if course else ""
    own = [m.text for m in spot.view.in_sentence(spot.clause.sentence) if m.entity == subject and m.text in words]
    words = re.sub(f"(?:{any_of(own)})的?", "", words) if own else words
    return _nobody(spot, clean(spot, words, subject), subject)


def _counts(spot: Spot) -> bool:
    """Whether there are numbers in the clause before, other than of how long it has gone so (连续12个月)."""
    return any(c.isdigit() for c in spot.rules.cut.sub("", spot.before))


def _nobody(spot: Spot, words: str, subject: str) -> str:
    """Words of the clause before, unless they name another such as the subject, whose they are."""
    names = (m.text for m in spot.view.in_sentence(spot.clause.sentence) if m.type == spot.view.entities[subject].type)
    return "" if any(name in words for name in names) else words
