// A node → Turtle with all that the page knows of it, in the shape of graph.ttl: each of its triples stands there too.

import { data, factsOf } from "./store.js";

// Narrower than Turtle's grammar, as in kg/graph/turtle.py. Anything else is written in full.
const LOCAL = /^[A-Za-z0-9_\u3400-\u4dbf\u4e00-\u9fff][A-Za-z0-9_\-\u3400-\u4dbf\u4e00-\u9fff\uff08\uff09]*$/;
const UNSAFE = /["\\\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;
const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/;
const DATATYPES = { 4: "gYear", 7: "gYearMonth", 10: "date" };

/** The Turtle of a node: itself, what it is linked with, and its facts with their evidence and articles. */
export function turtleOf(number) {
  const { relations, observations, milestones } = factsOf(number);
  const facts = [...relations, ...observations, ...milestones];
  const others = new Set(relations.flatMap((row) => [row.head, row.tail]).filter((other) => other !== number));
  const quotes = new Set(facts.flatMap((row) => row.quotes));
  const documents = new Set([...data.nodes[number].docs, ...[...quotes].map((quote) => data.quotes[quote].doc)]);
  return written([
    ...entity(number),
    ...[...others].flatMap(named),
    ...relations.flatMap(direct),
    ...relations.flatMap(claim),
    ...observations.flatMap(figure),
    ...milestones.flatMap(step),
    ...[...quotes].flatMap(evidence),
    ...[...documents].flatMap(article),
  ]);
}

function entity(number) {
  const { label, names, fullName, unprinted, code, docs } = data.nodes[number];
  const forms = names.filter((name) => name !== label && !(unprinted && name === fullName));
  return [
    ...named(number),
    ...about(ent(number), {
      "skos:altLabel": forms.map(zh),
      "kg:full_name": fullName ? zh(fullName) : [],
      "kg:division_code": code ? literal(code) : [],
      "kg:mentioned_in": docs.map(doc),
    }),
  ];
}

const named = (number) => about(ent(number), { a: iri("kg", data.nodes[number].type), "rdfs:label": zh(data.nodes[number].label) });

function direct({ head, relation, tail }) {
  const there = about(ent(head), { [iri("kg", relation)]: ent(tail) });
  return data.relationTypes[relation].symmetric ? [...there, ...about(ent(tail), { [iri("kg", relation)]: ent(head) })] : there;
}

function claim(row) {
  return about(iri("fact", row.id), {
    a: "kg:Claim",
    "rdf:subject": ent(row.head),
    "rdf:predicate": iri("kg", row.relation),
    "rdf:object": ent(row.tail),
    "kg:role": row.roles.map(zh),
    ...support(row),
  });
}

function figure(row) {
  return about(iri("fact", row.id), {
    a: "qb:Observation",
    "qb:dataSet": "kg:statistics",
    "kg:subject": ent(row.subject),
    "kg:indicator": iri("ind", row.indicator),
    "kg:kind": said(row.kind),
    "sdmx-measure:obsValue": decimal(row.value),
    "sdmx-attribute:unitMeasure": row.unit ? iri("unit", row.unit) : [],
    "kg:base_value": data.unknownUnits.includes(row.unit) ? [] : decimal(row.base),
    "kg:qualifier": said(row.qualifier),
    "sdmx-dimension:refPeriod": row.period ? period(row.period) : [],
    "kg:modality": said(row.modality),
    ...support(row),
  });
}

function step(row) {
  return about(iri("fact", row.id), {
    a: "kg:Milestone",
    "kg:subject": ent(row.subject),
    "kg:step": said(row.step),
    "kg:date": period(row.date),
    "kg:modality": said(row.modality),
    ...support(row),
  });
}

const support = ({ rules, confidence, quotes }) => ({
  "kg:rule": rules.map(literal),
  "kg:confidence": decimal(confidence),
  "kg:evidence": quotes.map((quote) => iri("fact", data.quotes[quote].id)),
});

function evidence(number) {
  const quote = data.quotes[number];
  return about(iri("fact", quote.id), {
    a: "kg:Evidence",
    "kg:document": doc(quote.doc),
    "oa:exact": literal(quote.text),
    "oa:start": String(quote.start),
    "oa:end": String(quote.end),
  });
}

function article(number) {
  const { id, title, date, source } = data.documents[number];
  return about(doc(number), {
    a: "schema:NewsArticle",
    "dcterms:identifier": literal(id),
    "dcterms:title": title ? zh(title) : [],
    "dcterms:issued": date ? period(date) : [],
    "dcterms:source": source ? literal(source) : [],
  });
}

/** Triples of one subject: an object or several for each predicate. */
function about(subject, objects) {
  return Object.entries(objects).flatMap(([predicate, values]) => [values].flat().map((value) => [subject, predicate, value]));
}

/** The text of triples: one block for each subject, in the order in which they come. */
function written(triples) {
  const subjects = new Map();
  for (const [subject, predicate, object] of triples) {
    if (!subjects.has(subject)) subjects.set(subject, new Map());
    const block = subjects.get(subject);
    if (!block.has(predicate)) block.set(predicate, new Set());
    block.get(predicate).add(object);
  }
  const lines = (block) => [...block].map(([predicate, objects]) => `${predicate} ${[...objects].join(", ")}`);
  const body = [...subjects].map(([subject, block]) => `\n${subject} ${lines(block).join(" ;\n    ")} .\n`).join("");
  const prefixes = Object.entries(data.prefixes).filter(([prefix]) => body.includes(`${prefix}:`));
  return prefixes.map(([prefix, namespace]) => `@prefix ${prefix}: <${namespace}> .\n`).join("") + body;
}

/** The IRI of a thing: with its prefix where that is surely right. */
function iri(prefix, name) {
  const local = data.localNames[`${prefix}:${name}`] ?? name;
  return LOCAL.test(local) ? `${prefix}:${local}` : `<${data.prefixes[prefix]}${local}>`;
}

const ent = (number) => iri("ent", data.nodes[number].key);
const doc = (number) => iri("doc", data.documents[number].id);
const said = (word) => iri("kg", data.terms[word].name);
const zh = (text) => `${literal(text)}@zh`;

function literal(text) {
  return `"${text.replace(UNSAFE, (sign) => (sign === '"' || sign === "\\" ? `\\${sign}` : `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`))}"`;
}

/** A year, month or day is a literal, any other period a thing. */
function period(text) {
  return DATE.test(text) ? `"${text}"^^xsd:${DATATYPES[text.length]}` : iri("period", text);
}

/** A number as xsd:decimal, which knows no exponents. */
function decimal(value) {
  const [, sign, whole, fraction = "", power] = value.toExponential().match(/^(-?)(\d)\.?(\d*)e(.+)$/);
  const digits = "0".repeat(Math.max(0, -power)) + whole + fraction;
  const before = 1 + Math.max(0, power); // digits before the point
  return `${sign}${digits.slice(0, before).padEnd(before, "0")}.${digits.slice(before) || "0"}`;
}
