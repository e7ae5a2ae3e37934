"""A made-up regional economy of any size, as the stages before the page hand it over: what the page is measured and tested with.

Seeded: the same size gives the same economy. Districts are communities, a few large and most small, with their parks, firms and
projects; what is much spoken of is spoken of more; most links stay in the district, some lead out of it. Classes, links, figures
and sentences stand to each other about as they do in the graph of seeds/. Every name is invented.

>>> documents, resolution = economy(nodes=60, links=120)
>>> len(resolution.entities), len(documents)
(60, 5)
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bench.invented import PLACES, names_of, new, some
from kg.model import Entity, Extraction, Milestone, Observation, Quote, Relation, Resolution, ResolvedEntity

SHARES = {
    "District": 40, "Region": 8, "Park": 60, "Company": 290, "Organization": 80, "Project": 100, "Facility": 100,
    "Program": 70, "Industry": 100, "Product": 90, "Person": 22, "Honor": 40,
}  # fmt: skip
LINKS = (  # head, relation, tail, how often, how it is said
    ("Company", "located_in", "District", 60, "落户{}"),
    ("Company", "located_in", "Park", 60, "入驻{}"),
    ("Company", "focuses_on", "Industry", 68, "聚焦{}"),
    ("Company", "produces", "Product", 40, "推出{}"),
    ("Company", "operates", "Facility", 20, "建成{}"),
    ("Company", "operates", "Project", 20, "建设{}"),
    ("Company", "awarded", "Honor", 16, "入选{}"),
    ("Company", "invests_in", "Company", 10, "投资{}"),
    ("Company", "supplies", "Company", 16, "为{}配套"),
    ("Company", "cooperates_with", "Organization", 12, "与{}联合研发"),
    ("Company", "subsidiary_of", "Company", 6, "是{}旗下企业"),
    ("Company", "benefits_from", "Program", 6, "受益于{}"),
    ("District", "focuses_on", "Industry", 60, "发展{}"),
    ("District", "implements", "Program", 43, "实施{}"),
    ("District", "part_of", "Region", 6, "属于{}"),
    ("Park", "located_in", "District", 34, "位于{}"),
    ("Park", "focuses_on", "Industry", 34, "以{}为主导产业"),
    ("Park", "awarded", "Honor", 6, "获评{}"),
    ("Park", "cooperates_with", "Park", 6, "与{}签署协议"),
    ("Project", "located_in", "District", 40, "落地{}"),
    ("Project", "located_in", "Park", 20, "选址{}"),
    ("Project", "focuses_on", "Industry", 15, "面向{}"),
    ("Facility", "located_in", "District", 32, "建在{}"),
    ("Facility", "located_in", "Park", 14, "设在{}"),
    ("Facility", "focuses_on", "Industry", 17, "服务{}"),
    ("Industry", "part_of", "Industry", 40, "是{}的一部分"),
    ("Industry", "part_of", "Program", 20, "列入{}"),
    ("Organization", "located_in", "District", 18, "位于{}"),
    ("Organization", "founded", "Organization", 6, "成立{}"),
    ("Organization", "member_of", "Organization", 6, "加入{}"),
    ("Person", "works_for", "Company", 8, "任{}总经理"),
)
CITIES = 12  # districts under each division
AWAY = 0.12  # of the links lead out of the district
FIGURES, STEPS = 0.55, 0.06  # for each link
AGAIN = 0.12  # of the facts stand in a second sentence too
SENTENCE, ARTICLE = 3, 24  # facts in a sentence, sentences in an article

INDICATORS = (("产值", "亿元"), ("营业收入", "亿元"), ("占地面积", "亩"), ("总投资", "亿元"), ("年产能", "万台"), ("研发投入增速", "%"))
FIRST = ("", "据介绍，", "记者近日走访了解到，", "在一季度重点工作推进会上，", "抢抓产业转型升级的机遇，")
LAST = ("", "，为高质量发展增添了新的动力", "，带动上下游企业加快集聚", "，同比保持较快增长", "，预计全年将再上一个台阶")
TAKEN = ("签约", "开工", "投产", "成立", "落户", "获批")
MEASURED = ("Company", "District", "Park", "Project", "Facility")

Fact = Relation | Observation | Milestone  # with keys in the place of ids


@dataclass(slots=True)
class Thing:
    """An entity in the making: `home` is the number of its district, `said` the facts that it heads, with their words."""

    key: str
    type: str
    home: int
    names: tuple[str, ...]
    part_of: str = ""
    said: list[tuple[str, Fact]] = field(default_factory=list)


def economy(nodes: int, links: int, seed: int = 1) -> tuple[list[Extraction], Resolution]:
    """Articles about `nodes` entities, the entities, and between them `links` pairs that one relation joins."""
    chance = random.Random(seed)
    things = _things(nodes, chance)
    _tell(things, links, chance)
    documents = list(_articles(things, chance))
    members = defaultdict(list)
    for document in documents:
        for entity in document.entities:
            members[entity.name].append((document.doc, entity.id))
    entities = tuple(
        ResolvedEntity(t.key, t.type, t.names[0], t.names, tuple(members[t.key]), part_of=t.part_of)
        for t in sorted(things, key=lambda t: t.key)
    )
    return documents, Resolution(entities, {member: key for key, own in members.items() for member in own})


def _things(number: int, chance: random.Random) -> list[Thing]:
    """The districts with their chains, then what the other classes have; the first districts are the home of the most."""
    districts = max(2, number * SHARES["District"] // sum(SHARES.values()))
    given: set[str] = set()
    things: list[Thing] = []
    for n in range(districts):
        short = new(lambda: some(PLACES, chance), given)
        sign = "区" if n > districts // CITIES else "市" if n else "省"
        things.append(Thing(short + sign, "District", n, (short + sign, short), things[n // CITIES].key if n else ""))
    others = [type_ for type_ in SHARES if type_ != "District"]
    types = others + chance.choices(others, [SHARES[type_] for type_ in others], k=number)
    homes = chance.choices(range(districts), [(n + 1) ** -0.8 for n in range(districts)], k=number - districts)
    for type_, home in zip(types, homes, strict=False):
        names = names_of(type_, things[home].names[1], chance, given)
        things.append(Thing(names[0], type_, home, names))
    return things


class _Pool:
    """The things of each class in each district, city and all over; what is taken is there once more."""

    def __init__(self, things: Sequence[Thing], chance: random.Random) -> None:
        self.chance = chance
        self.places: dict[tuple[str, str, int], list[Thing]] = defaultdict(list)
        for thing in things:
            self._add(thing)

    def _add(self, thing: Thing) -> None:
        for place in (("district", thing.home), ("city", thing.home // CITIES), ("all", 0)):
            self.places[thing.type, *place].append(thing)

    def take(self, type_: str, home: int) -> Thing:
        """A thing of a class, mostly from this district, else from around it, else from anywhere."""
        lot = self.chance.random()
        near = [("district", home)] * (lot > AWAY) + [("city", home // CITIES)] * (lot > AWAY / 3) + [("all", 0)]
        thing = self.chance.choice(next(self.places[type_, *place] for place in near if self.places[type_, *place]))
        self._add(thing)
        return thing


def _tell(things: Sequence[Thing], links: int, chance: random.Random) -> None:
    """What is said: a link for each thing, further links, figures and milestones for what is much spoken of."""
    pool = _Pool(things, chance)
    joined = {frozenset((t.key, t.part_of)) for t in things if t.part_of}
    linked = {key for pair in joined for key in pair}

    def link(head: Thing, relation: str, tail: Thing, words: str) -> None:
        pair = frozenset((head.key, tail.key))
        if len(pair) == 2 and pair not in joined and len(joined) < links:
            joined.add(pair)
            linked.update(pair)
            said = Relation(head.key, relation, tail.key, f"{relation}/made", round(chance.uniform(0.3, 0.98), 2), ())
            head.said.append((words.format(tail.names[0]), said))

    for thing in things:
        while thing.key not in linked and len(joined) < links:
            fits = [row for row in LINKS if thing.type in (row[0], row[2])]
            head, relation, tail, _, words = chance.choices(fits, [row[3] for row in fits])[0]
            if thing.type == head:
                link(thing, relation, pool.take(tail, thing.home), words)
            else:
                link(pool.take(head, thing.home), relation, thing, words)
    homes = [thing.home for thing in things]
    often = [row[3] for row in LINKS]
    while len(joined) < links:
        head, relation, tail, _, words = chance.choices(LINKS, often)[0]
        first = pool.take(head, chance.choice(homes))
        link(first, relation, pool.take(tail, first.home), words)
    for _ in range(round(links * FIGURES)):
        thing = pool.take(chance.choice(MEASURED), chance.choice(homes))
        indicator, unit = chance.choice(INDICATORS)
        value, year, planned = round(chance.lognormvariate(3, 1.5), 1), chance.randrange(2019, 2027), chance.random() < 0.15
        words = f"{year}年{'预计' if planned else ''}{indicator}{value}{unit}"
        modality, kind = "planned" if planned else "actual", "growth" if unit == "%" else "level"
        thing.said.append((words, Observation(thing.key, indicator, kind, value, unit, "=", str(year), modality, f"{kind}/made", 0.8, ())))
    for _ in range(round(links * STEPS)):
        thing = pool.take(chance.choice(MEASURED), chance.choice(homes))
        step, date = chance.choice(TAKEN), f"{chance.randrange(2018, 2026)}-{chance.randrange(1, 13):02}"
        thing.said.append((f"{date[:4]}年{int(date[5:])}月{step}", Milestone(thing.key, step, date, "actual", "step/made", 0.8, ())))


def _articles(things: Sequence[Thing], chance: random.Random) -> Iterator[Extraction]:
    """The sentences of each district, cut into articles."""
    by_key = {thing.key: thing for thing in things}
    sentences: dict[int, list[tuple[str, list[Fact]]]] = defaultdict(list)
    for thing in things:
        for told in (thing.said, [said for said in thing.said if chance.random() < AGAIN]):
            for i in range(0, len(told), SENTENCE):
                words, facts = zip(*told[i : i + SENTENCE], strict=True)
                sentence = f"{chance.choice(FIRST)}{chance.choice(thing.names)}{'，'.join(words)}{chance.choice(LAST)}。"
                sentences[thing.home].append((sentence, list(facts)))
    for home, rows in sorted(sentences.items()):
        chance.shuffle(rows)
        for i in range(0, len(rows), ARTICLE):
            title = f"{things[home].names[0]}：{rows[i][0].partition('，')[0].rstrip('。')}"
            date = f"{chance.randrange(2021, 2026)}-{chance.randrange(1, 13):02}"
            yield _article(f"{home:04}_{i // ARTICLE:03}", title, date, rows[i : i + ARTICLE], by_key)


def _article(doc: str, title: str, date: str, rows: Sequence[tuple[str, list[Fact]]], by_key: Mapping[str, Thing]) -> Extraction:
    """An article of these sentences, its entities numbered as they come."""
    ids: dict[str, str] = {}
    facts: list[Fact] = []

    def number(key: str) -> str:
        return ids.setdefault(key, f"e{len(ids) + 1}")

    start = 0
    for sentence, said in rows:
        evidence = (Quote(start, start + len(sentence), sentence),)
        start += len(sentence)
        for fact in said:
            if isinstance(fact, Relation):
                facts.append(replace(fact, head=number(fact.head), tail=number(fact.tail), evidence=evidence))
            else:
                facts.append(replace(fact, subject=number(fact.subject), evidence=evidence))
    return Extraction(
        doc, title, date, f"{doc}.txt", "",
        entities=tuple(Entity(id, by_key[key].type, key, by_key[key].names) for key, id in ids.items()),
        relations=tuple(fact for fact in facts if isinstance(fact, Relation)),
        observations=tuple(fact for fact in facts if isinstance(fact, Observation)),
        milestones=tuple(fact for fact in facts if isinstance(fact, Milestone)),
    )  # fmt: skip
