// Hands something to the reader as a download. The page needs no network for it, and no leave beyond its content security policy.

const TYPES = { csv: "text/csv", ttl: "text/turtle", png: "image/png" };
const UNFIT = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff<>:"/\\|?*]+/g; // for Windows, or not to be seen
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?=\.|$)/i; // devices of Windows
const LONGEST = 150; // bytes; file systems take 255, programs add to it
const KEPT = 60000; // milliseconds until the memory is given back: a browser may ask before it saves

/** Saves a text or blob under a name with an extension (csv, ttl, png). */
export function save(content, name, extension) {
  const address = URL.createObjectURL(new Blob([content], { type: TYPES[extension] }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName(name, extension);
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT);
}

/** A name that Windows, macOS and Linux take for a file, whatever a node is called. */
function fileName(name, extension) {
  const clean = name.normalize("NFC").replace(UNFIT, "_").replace(/\s+/g, " ").replace(/^[. ]+/, "").replace(RESERVED, "_$&");
  return `${shortened(clean).replace(/[. ]+$/, "") || "_"}.${extension}`;
}

function shortened(text) {
  const encoder = new TextEncoder();
  let size = 0;
  const letters = [...text].filter((letter) => (size += encoder.encode(letter).length) <= LONGEST);
  return letters.join("");
}
