"""Numbers that are no figures: those that span time, refer back, sum up a list, or count nothing in particular."""

from __future__ import annotations

import re

from kg.extract.spot import Spot

SMALL = 10  # a Chinese numeral up to this may count nothing in particular
AMONG = "among them a rank is"  # a reason that leaves no choice


def idle(spot: Spot) -> str:
    """Why a number is no figure: 26个项目中, 两家公司都, 三件事, 三年. "" for a figure."""
    q, rules, left = spot.quantity, spot.rules, spot.left
    for words, why in rules.bounds:
        if spot.right.startswith(words):
            return why
    clause_text = spot.text[spot.clause.start : spot.clause.end]
    if q.dimension == "time" and not any(w in clause_text for w in rules.measures_time):
        return "a span of time, not a measure"
    if not q.unit and (re.search("[达到为至]$", left) is None or not re.match("[，。；、]|$", spot.right)):
        return "no unit"
    number = spot.text[q.plain : q.end]
    noun = re.split("[，。；：、！？]", spot.right)[0]
    if noun and not noun.startswith(rules.round_figures) and not q.unit.strip("十百千万亿") and not any(c.isdigit() for c in number):
        return "no unit"
    bare = not left.strip("，。；“”、")
    if noun.startswith(rules.back) or (bare and re.match("[^，。]{0,6}[里中](?:，|$|已|有|仍)", noun)):
        return "refers back"
    among = rules.counted_among.match(noun)
    if among and q.dimension == "count" and rules.place.match(noun, among.end()):
        counted = any(m.end == q.start and not m.anaphor for m in spot.clause.mentions)
        return "refers back" if counted else AMONG  # 在全省16个市中排第四; some count those of a name: 在某省16个市中排第四
    if q.dimension == "count" and rules.place.search(left) and rules.ranked_among.match(spot.text, q.end, spot.clause.end):
        return AMONG  # 居全省九个市州之首
    if q.dimension != "count" or any(c.isdigit() for c in number) or q.value > SMALL:
        return ""
    if noun.startswith(rules.uncounted):
        return "counts nothing"
    if bare and spot.clause.sentence.start == spot.clause.start and q.value <= 3:
        return "refers back"
    if "、" in left.strip("、") and q.value <= 2 and not number.endswith(rules.counted_list):
        return "sums up a list"
    return ""
