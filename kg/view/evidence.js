// Why a fact is believed: its sentences with the words marked, the articles, the rules and how sure it is.

import { data, grouped } from "./store.js";
import { make } from "./dom.js";
import { word } from "./words.js";

/** A sentence in which the given words are marked, the longest first. */
function marked(text, words) {
  const wanted = [...new Set(words)].filter((w) => w).sort((a, b) => b.length - a.length);
  const pieces = [];
  let plain = "";
  for (let i = 0; i < text.length; ) {
    const hit = wanted.find((w) => text.startsWith(w, i));
    if (hit === undefined) {
      plain += text[i++];
      continue;
    }
    if (plain) pieces.push(plain);
    plain = "";
    pieces.push(make("mark", {}, hit));
    i += hit.length;
  }
  return plain ? [...pieces, plain] : pieces;
}

/** Why a fact is believed: its sentences with `words` marked, article by article, its rules and how sure it is. */
export function evidenceOf(fact, words) {
  const byDocument = grouped(fact.quotes.map((number) => data.quotes[number]), (quote) => [quote.doc]);
  return make("ul", { class: "evidence" },
    [...byDocument].map(([number, quotes]) => make("li", {}, passages(number, quotes, words))),
    byDocument.size ? null : make("li", {}, make("p", { class: "source" }, word("noSentence"))),
    make("li", { class: "rule" }, `${word("rule")} ${fact.rules.join("、")} · ${word("confidence")} ${fact.confidence.toFixed(2)}`));
}

function passages(number, quotes, words) {
  const { id, title, date } = data.documents[number];
  const where = quotes.filter((quote) => quote.end).map((quote) => `${quote.start}–${quote.end}`).join("、");
  return [
    ...quotes.map((quote) => make("blockquote", {}, marked(quote.text, words))),
    make("p", { class: "source" }, make("cite", {}, title || id), " · ", date || word("undated"), where ? ` · ${word("position")} ${where}` : null),
  ];
}
