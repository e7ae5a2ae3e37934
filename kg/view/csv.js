// Facts → a table for Excel, WPS or a script: CSV as in RFC 4180, in UTF-8 with the mark by which Excel knows it.

import { data, lookOf } from "./store.js";
import { term } from "./parts.js";
import { labelOf, word } from "./words.js";

const MARK = "\ufeff";
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/; // what a spreadsheet might run, see OWASP on CSV injection

/** The table of relations, observations and milestones (rows as in the page's data), headed in the language of the interface. */
export function csvOf(facts) {
  return MARK + [word("columns"), ...facts.map(row)].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

function row(fact) {
  const [kind, subject, ...said] = content(fact);
  const quotes = fact.quotes.map((quote) => data.quotes[quote]);
  const articles = quotes.map((quote) => data.documents[quote.doc]);
  return [
    word(kind), label(subject), type(subject), ...said, fact.confidence, fact.rules.join("、"),
    lines(articles.map(({ id, title }) => title || id)), lines(articles.map(({ date }) => date)), lines(quotes.map(({ text }) => text)),
    data.prefixes.fact + fact.id,
  ];
}

/** What each kind of fact says: kind, subject, predicate, object or value, its class or unit, qualifier, time, modality, kind of figure, role. */
function content(fact) {
  if ("relation" in fact) {
    const relation = labelOf(data.relationTypes[fact.relation]);
    return ["relation", fact.head, relation, label(fact.tail), type(fact.tail), "", "", "", "", fact.roles.join("、")];
  }
  if ("indicator" in fact) {
    const { subject, indicator, value, unit, qualifier, period, modality, kind } = fact;
    return ["figure", subject, indicator, value, unit, term(qualifier), period, term(modality), term(kind), ""];
  }
  return ["milestone", fact.subject, term(fact.step), "", "", "", fact.date, term(fact.modality), "", ""];
}

const label = (number) => data.nodes[number].label;
const type = (number) => labelOf(lookOf.get(data.nodes[number].type));

/** One line for each sentence, so that the lines of titles, dates and sentences stand beside each other. */
const lines = (texts) => texts.map((text) => text.replace(/\s*[\r\n]+\s*/g, " ")).join("\n");

/** A number as it is; a text in quotes where needed, and never a formula. */
function cell(value) {
  if (typeof value === "number") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
