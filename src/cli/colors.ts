/** How text on a terminal can look: the codes that begin it and that end it. */
const LOOKS = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
} as const satisfies Record<string, readonly [begin: number, end: number]>;

export type Colors = Readonly<Record<keyof typeof LOOKS, (text: string) => string>>;

/** Functions that put the codes around a text, also one that has such parts; off, they do nothing. */
export function createColors(isOn: boolean): Colors {
  const looks = Object.entries(LOOKS).map(([name, codes]) => {
    const [begin, end] = codes.map((code) => `\u001b[${code}m`) as [string, string];
    const paint = (text: string) => begin + text.replaceAll(end, end + begin) + end;
    return [name, isOn ? paint : String];
  });
  // The entries are those of the table.
  return Object.fromEntries(looks) as Colors;
}
