/** A text of so many characters at most, from both ends of a longer one. */
export function inTheMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = Math.floor((limit - 1) / 2);
  const [before, behind] = [text.slice(0, limit - 1 - end), text.slice(text.length - end)];
  // Half of a pair of code units is no character.
  const [first, last] = [
    before.replace(/[\ud800-\udbff]$/, ""),
    behind.replace(/^[\udc00-\udfff]/, ""),
  ];
  return `${first.trimEnd()}…${last.trimStart()}`;
}

/** Letters of East Asia and pictures are twice as wide as others. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\ud83c-\ud83e]/g;

/** How many characters of a text have the room of so many narrow ones. */
export function charactersIn(text: string, room: number): number {
  const wide = text.match(WIDE)?.length ?? 0;
  return Math.floor((room * text.length) / Math.max(1, text.length + wide));
}
