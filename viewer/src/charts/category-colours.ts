/** Colours for the values of a column that names no colours: one for each, in a whole chart. */

export interface CategoryColours {
  /** The colour of a name; the next of the palette that is free when it is a new one. */
  readonly of: (name: string) => string;
  /** Gives a colour to a name of which the palette does not decide. */
  readonly keep: (name: string, colour: string) => void;
  /** Names that share their colour with another, since there are more names than colours. */
  readonly crowded: () => boolean;
}

export function createCategoryColours(palette: readonly string[]): CategoryColours {
  const colours = new Map<string, string>();
  return {
    of(name) {
      const known = colours.get(name);
      if (known !== undefined) return known;
      const used = new Set(colours.values());
      const free = palette.find((colour) => !used.has(colour));
      const colour = free ?? palette[colours.size % palette.length] ?? "";
      colours.set(name, colour);
      return colour;
    },
    keep(name, colour) {
      if (!colours.has(name)) colours.set(name, colour);
    },
    crowded: () => new Set(colours.values()).size < colours.size,
  };
}
