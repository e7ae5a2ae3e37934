// A piece of evidence: its sentence with the words marked, the article, the rule and how sure it is.

import { data } from "./store.js";
import { make } from "./dom.js";
import { word } from "./words.js";

/** A sentence in which the given words are marked, the longest first. */
export function marked(text, words) {
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

/** All pieces of evidence of a fact, with `words` marked in the sentences. */
export function evidenceList(evidence, words) {
  return make("ul", { class: "evidence" }, evidence.map((piece) => make("li", {}, evidencePiece(piece, words))));
}

function evidencePiece(piece, words) {
  if (piece.doc === null) return [make("p", { class: "source" }, word("noSentence"))];
  const quotes = piece.quotes.map((number) => data.quotes[number]);
  const sentence = quotes.flatMap((quote, i) => [...(i ? [" … "] : []), ...marked(quote.text, words)]);
  const { id, title, date } = data.documents[piece.doc];
  const where = quotes.filter((quote) => quote.end).map((quote) => `${quote.start}–${quote.end}`).join("、");
  const details = [
    piece.rule && `${word("rule")} ${piece.rule}`,
    `${word("confidence")} ${piece.confidence.toFixed(2)}`,
    where && `${word("position")} ${where}`,
  ].filter(Boolean).join(" · ");
  return [
    make("blockquote", {}, sentence),
    make("p", { class: "source" }, make("cite", {}, title || id), " · ", date || word("undated"), make("span", { class: "rule" }, details)),
  ];
}
