/** What the numbers are that lie along an axis or a ramp of colours: how their ticks are written. */
import type { Column } from "../data/column.js";
import { isNamedForThings, namesThings } from "../data/names-things.js";

export interface NumbersAlong {
  /** They name things, such as years. */
  readonly naming: boolean;
  /** There is nothing between them. */
  readonly whole: boolean;
}

/** Of a column of numbers; `title` is what its SQL calls it. Only places may look like years. */
export function numbersOf(
  column: Column,
  title: string | undefined,
  isPlace: boolean,
): NumbersAlong {
  const name = title ?? column.name;
  return {
    naming: isPlace ? namesThings(column, name) : isNamedForThings(column, name),
    whole: /^(u?int|bool)|^decimal\(\d+, ?0\)/.test(column.type),
  };
}

/** What all of them are. */
export function commonNumbers(all: readonly NumbersAlong[]): NumbersAlong {
  return {
    naming: all.length > 0 && all.every(({ naming }) => naming),
    whole: all.length > 0 && all.every(({ whole }) => whole),
  };
}
