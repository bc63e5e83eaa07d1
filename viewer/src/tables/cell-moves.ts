/** Where the keys of the keyboard lead in the cells of a table. */

export interface CellPlace {
  /** Among all lines of the page that is shown. */
  readonly line: number;
  readonly column: number;
}

export interface CellArea {
  readonly lines: number;
  readonly columns: number;
  /** How many lines are in sight. */
  readonly sight: number;
}

type Key = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">;

/** Undefined for keys that lead nowhere; the edges of the table hold. */
export function cellAfter(pressed: Key, from: CellPlace, area: CellArea): CellPlace | undefined {
  const move = pressed.altKey ? undefined : MOVES[pressed.key];
  if (!move || area.lines === 0) return undefined;
  const { line, column } = move(from, area, pressed.ctrlKey || pressed.metaKey);
  return {
    line: Math.max(0, Math.min(area.lines - 1, line)),
    column: Math.max(0, Math.min(area.columns - 1, column)),
  };
}

type Move = (from: CellPlace, area: CellArea, far: boolean) => CellPlace;

const MOVES: Readonly<Record<string, Move>> = {
  ArrowUp: ({ line, column }, _area, far) => ({ line: far ? 0 : line - 1, column }),
  ArrowDown: ({ line, column }, { lines }, far) => ({ line: far ? lines : line + 1, column }),
  ArrowLeft: ({ line, column }, _area, far) => ({ line, column: far ? 0 : column - 1 }),
  ArrowRight: ({ line, column }, { columns }, far) => ({
    line,
    column: far ? columns : column + 1,
  }),
  PageUp: ({ line, column }, { sight }) => ({ line: line - sight, column }),
  PageDown: ({ line, column }, { sight }) => ({ line: line + sight, column }),
  Home: ({ line }, _area, far) => ({ line: far ? 0 : line, column: 0 }),
  End: ({ line }, { lines, columns }, far) => ({ line: far ? lines : line, column: columns }),
};
