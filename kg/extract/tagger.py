"""Names that articles read by hand teach beside the rules.

Two steps. A network reads the sentences and gives spans with probabilities (ontology/models/names.npz, over the words of words.npz); then
every form that it or the rules found is judged for the document as a whole, with all that is known of it (ontology/models/names.tsv):
whether it is a name, and of which class. Last the best mentions that do not overlap are taken.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extract.class_features import Kin, class_features
from kg.extract.form_features import Form, form_features, forms, words_at
from kg.extract.line import Line
from kg.extract.punctuation import balanced
from kg.extract.word_features import word_features
from kg.knowledge import Knowledge
from kg.knowledge.encoder import read_encoder
from kg.knowledge.field import Field, Sentence, read_field
from kg.knowledge.linear import Choice, Linear, choice_of, model_of
from kg.knowledge.names import Names, names
from kg.knowledge.regex import any_of
from kg.model import Document, Mention

NAMES_RULE = "model/names"
NAME = "name"  # the label that says whether a form is a name at all
LEAST = 0.04  # probability of a span from which on its form is looked at
ADDED = 0.4  # probability from which on a form that no rule found is a name of its class
ADDED_BESIDE_RULES = 0.9  # the same on pages where the rules find nearly all that is sure
DROPPED = 0.3  # probability below which what a rule found is no name
KNOWN_PAGE = 0.75, 0.79  # share of the sure forms that rules find on other pages, and on such pages; between them by degrees
RULED, RULED_THERE = 0.6, 0.8  # what a rule found weighs at least this much against what overlaps it; the second on such pages
RULED_CLASS = 0.45  # what the class that a rule gives weighs against the probabilities of the network
BY_CHANCE = 0.15


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A form with the probability that it is a name, its class ("" for what rules settled on), and the probability of both."""

    form: Form
    probability: float
    type: str
    joint: float


@lru_cache(maxsize=8)
def _models(knowledge: Knowledge) -> tuple[Field, Linear, Choice] | None:
    """The models of a knowledge, None if its folder has none: then the rules are alone."""
    folder = knowledge.root / "models"
    if not (folder / "names.npz").is_file():
        return None
    linear = model_of(knowledge, "names")
    field = read_field(folder / "names.npz", read_encoder(folder / "words.npz"))
    return field, linear, choice_of(linear, sorted(linear.weights.keys() - {NAME}))


def with_learned(
    document: Document, lines: Sequence[Line], candidates: Sequence[Sequence[Mention]], ruled: Sequence[Mention], knowledge: Knowledge
) -> list[Mention]:
    """The mentions of the rules, without those that are hardly names, and with those that only the models find."""
    models = _models(knowledge)
    if models is None:
        return list(ruled)
    known, (field, linear, choice) = names(knowledge), models
    every = found_forms(document, lines, candidates, ruled, field, known)
    judged = list(_judge(document, lines, every, linear, choice, known))
    return _choose(document.text, judged, ruled)


def sentences(
    lines: Sequence[Line], candidates: Sequence[Sequence[Mention]], ruled: Sequence[Mention], known: Names
) -> Iterator[tuple[Line, Sentence]]:
    """Each line as the network reads it."""
    counts = Counter(t.text for line in lines for t in line.tokens)
    starts = [m.start for m in ruled]
    for line, raised in zip(lines, candidates, strict=True):
        end = line.offset + len(line.text)
        here = [m for m in ruled[bisect_left(starts, line.offset) : bisect_left(starts, end)] if m.end <= end]
        yield line, Sentence(line.text, [t.text for t in line.tokens], word_features(line, raised, here, counts, known))


def found_forms(
    document: Document,
    lines: Sequence[Line],
    candidates: Sequence[Sequence[Mention]],
    ruled: Sequence[Mention],
    field: Field,
    known: Names,
) -> list[Form]:
    """Every form that the network or the rules find."""
    rows = list(sentences(lines, candidates, ruled, known))
    told, endings = {(m.start, m.end) for m in ruled}, tuple(known.edges["and-so-on"])
    quoted = {m.start: m.end for m in ruled if m.text.startswith("“")}
    kinship = re.compile(any_of(known.edges["kinship"]))
    spans: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for (line, _), found in zip(rows, field.spans([s for _, s in rows], LEAST), strict=True):
        for span in found:
            whole = line.offset + span.start, line.offset + span.end
            pieces = _apart(document.text, whole, kinship) if known.owners & span.classes.keys() else [whole]
            for piece in _side_by_side(whole, quoted, told) or pieces:
                if place := balanced(document.text, *piece):
                    spans[_shorter(document.text, place, told, endings)].update(span.classes)
    return forms(document.text, spans, ruled, [m for row in candidates for m in row])


def _apart(text: str, span: tuple[int, int], kinship: re.Pattern[str]) -> list[tuple[int, int]]:
    """The span, or the names on both sides of words that tell what one firm is to the other (某机械|全资子公司|某某有限公司)."""
    found = [*kinship.finditer(text, *span)]
    if not found or found[-1].end() == span[1]:
        return [span]
    starts, ends = [span[0], *(m.end() for m in found)], [*(m.start() for m in found), span[1]]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if end - start > 1]


def _side_by_side(span: tuple[int, int], quoted: Mapping[int, int], told: Container[tuple[int, int]]) -> list[tuple[int, int]]:
    """The two names that rules find in the place of the span, if the first is in quotation marks: “疆电入渝”重大工程|哈密—重庆输电工程."""
    start, end = span
    between = quoted.get(start, end)
    return [(start, between), (between, end)] if (between, end) in told else []


def _shorter(text: str, span: tuple[int, int], told: Container[tuple[int, int]], endings: tuple[str, ...]) -> tuple[int, int]:
    """The span, or what the rules find in its place if it only goes on over a word that closes a list (某某科技|等)."""
    start, end = span
    behind = (end - len(word) for word in endings if text.endswith(word, start, end))
    return next(((start, e) for e in behind if (start, e) in told), span)


def _judge(
    document: Document, lines: Sequence[Line], every: Sequence[Form], linear: Linear, choice: Choice, known: Names
) -> Iterator[Judged]:
    tokens, sure = words_at(lines), Kin(every)
    for form, features in form_features(document.text, document.title, tokens, every, known):
        p = linear.probability(NAME, features)
        if p < ADDED or form.settled:  # what the rules settled on keeps its class
            yield Judged(form, p, "", 0.0)
        else:
            kind, share = choice.likeliest(class_features(document.text, form, features, sure, tokens, known))
            yield Judged(form, p, kind, p * share)


def _choose(text: str, judged: Sequence[Judged], ruled: Sequence[Mention]) -> list[Mention]:
    """The mentions of the rules and of the models that do not overlap and are most probable together."""
    probability = {j.form.text: j.probability for j in judged}
    low, high = KNOWN_PAGE
    known = min(1.0, max(0.0, (_found_by_rules(judged) - low) / (high - low)))
    dropped, added, least = DROPPED * (1 - known), ADDED_BESIDE_RULES * known, RULED + (RULED_THERE - RULED) * known
    kinds = {} if known > 0.5 else {j.form.text: _class_of(j.form) for j in judged if j.form.settled}
    weighed = [
        (replace(m, type=kinds.get(m.text, m.type)), max(probability[m.text], least)) for m in ruled if probability[m.text] >= dropped
    ]
    at = {(m.start, m.end) for m in ruled}
    for j in judged:
        if j.joint >= ADDED and j.probability >= added and len(j.form.text) > 1:
            for start, end in sorted(j.form.places.keys() - at):
                weighed.append((Mention(start, end, text[start:end], j.type, NAMES_RULE, round(j.joint, 2)), j.probability))
    return _best(weighed)


def _class_of(form: Form) -> str:
    """The class of a form that rules settled on: what the network takes it for counts too."""
    votes = dict(form.classes)
    for _, kind in form.settled:
        votes[kind] = votes.get(kind, 0.0) + RULED_CLASS
    return max(sorted(votes), key=votes.__getitem__)


def _found_by_rules(judged: Sequence[Judged]) -> float:
    """The share of what are names by the models that the rules find too: near one on pages of a kind that the rules know."""
    every = sum(j.probability for j in judged if j.probability > 0.5)
    return sum(j.probability for j in judged if j.probability > 0.5 and j.form.settled) / max(1.0, every)


def _best(weighed: Sequence[tuple[Mention, float]]) -> list[Mention]:
    """The mentions without overlap whose probabilities, each over its length, make the largest sum (weighted interval scheduling)."""
    rows = sorted(weighed, key=lambda row: (row[0].end, row[0].start, row[0].type))
    ends = [m.end for m, _ in rows]
    sums, before = [0.0], [-1] * len(rows)
    for i, (m, p) in enumerate(rows):
        j = bisect_right(ends, m.start, 0, i)
        with_it = sums[j] + (p - BY_CHANCE) * (m.end - m.start)
        if with_it > sums[i]:
            before[i] = j
        sums.append(max(with_it, sums[i]))
    out, i = [], len(rows)
    while i:
        if before[i - 1] >= 0:
            out.append(rows[i - 1][0])
            i = before[i - 1]
        else:
            i -= 1
    return out[::-1]
