/** A text of so many characters at most, from both ends of a longer one. */
export function inTheMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = Math.floor((limit - 1) / 2);
  return `${text.slice(0, limit - 1 - end).trimEnd()}…${text.slice(text.length - end).trimStart()}`;
}
