// Finding nodes by what the reader types: a name, an alias, pinyin or its initials.

import { data } from "./store.js";

let names = null; // of every node, ready to be compared

/** Nodes whose name or alias holds the words, or whose pinyin they begin: exact names first, then beginnings, then the rest; the
 * important before the others. */
export function find(words, limit) {
  const wanted = folded(words);
  if (!wanted) return [];
  names ??= data.nodes.map((node) => node.names.map((name, i) => ({ name, text: folded(name), syllables: node.pinyin[i].split(" ") })));
  const letters = /^[a-z0-9]+$/.test(wanted) ? wanted : "";
  const hits = [];
  names.forEach((own, number) => {
    let best = null;
    for (const { name, text, syllables } of own) {
      const rank = rankOf(text, syllables, wanted, letters);
      if (rank === null) continue;
      if (best === null || rank < best.rank || (rank === best.rank && name === data.nodes[number].label)) best = { number, name, rank };
    }
    if (best) hits.push(best);
  });
  return hits.sort((a, b) => a.rank - b.rank || a.number - b.number).slice(0, limit);
}

/** How well a name fits, 0 the best; null if not at all. */
function rankOf(text, syllables, wanted, letters) {
  if (text === wanted) return 0;
  if (text.startsWith(wanted)) return 1;
  if (text.includes(wanted)) return 2;
  if (!letters) return null;
  const start = syllables.findIndex((_, i) => spells(syllables, i, letters, 0));
  return start < 0 ? null : start === 0 ? 3 : 4;
}

/** Whether letters[at…] are beginnings of the syllables from i on, one after another: lkqy, linkong, linkqy. */
function spells(syllables, i, letters, at) {
  if (at === letters.length) return true;
  const syllable = syllables[i];
  if (!syllable) return false;
  let same = 0;
  while (same < syllable.length && letters[at + same] === syllable[same]) same++;
  for (let length = same; length > 0; length--) if (spells(syllables, i + 1, letters, at + length)) return true;
  return false;
}

function folded(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[\s“”"'《》]/g, "");
}
