/** A name in backticks; dots in it belong to it, for a column's name, or part a table's path. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll(/[\\`]/g, String.raw`\$&`)}\``;
}

/** A text literal; it must not go over the end of a line. */
export function quoteLiteral(text: string): string {
  const escaped = text.replaceAll(/[\\'\n\r]/g, (character) => {
    if (character === "\n") return String.raw`\n`;
    return character === "\r" ? String.raw`\r` : `\\${character}`;
  });
  return `'${escaped}'`;
}
