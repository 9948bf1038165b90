/** A text in pieces: plain words, and the web addresses among them. */

interface Piece {
  text: string;
  /** Where it leads; nothing for plain words. */
  href: string | null;
}

const address = /https?:\/\/[^\s<>"']+/giu;
// What ends a sentence or closes a bracket belongs to the words around the address.
const trailing = /[.,;:!?)\]}»”’]+$/u;

/** Only a web address leads anywhere, so that no `javascript:` ever does. */
export function safeLink(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}

export function linked(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(address)) {
    const trimmed = found.replace(trailing, '');
    const href = safeLink(trimmed);
    if (href !== null) {
      if (index > end) pieces.push({ text: text.slice(end, index), href: null });
      pieces.push({ text: trimmed, href });
      end = index + trimmed.length;
    }
  }
  if (end < text.length) pieces.push({ text: text.slice(end), href: null });
  return pieces;
}
