import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { cellAfter, type CellPlace } from "./cell-moves.js";
import { topToShow } from "./line-window.js";

/** What a walk through the cells of a table needs to know of it. */
interface Walked {
  readonly lines: number;
  readonly columns: number;
  /** In CSS pixels. */
  readonly lineHeight: number;
  /** Whether all lines are drawn, also those that are not in sight. */
  readonly whole: boolean;
  /** Enter was pressed at a cell. */
  readonly enter: (at: CellPlace) => void;
}

export interface CellWalk {
  /** The cell that the keyboard is at; absent before the first move. */
  readonly active: CellPlace | undefined;
  readonly go: (to: CellPlace) => void;
  readonly press: (event: KeyboardEvent) => void;
}

/** Moves from cell to cell with the keyboard, which stays at the table itself. */
export function useCellWalk(
  area: RefObject<HTMLElement | null>,
  table: RefObject<HTMLTableElement | null>,
  { lines, columns, lineHeight, whole, enter }: Walked,
): CellWalk {
  const [active, setActive] = useState<CellPlace>();

  /** Brings a cell into sight, between head and totals and beside the first column. */
  function show({ line, column }: CellPlace): void {
    const [scroller, head] = [area.current, table.current?.tHead];
    if (!scroller || !head) return;
    const covered = head.offsetHeight + (table.current?.tFoot?.offsetHeight ?? 0);
    if (whole) table.current?.tBodies[0]?.rows[line]?.scrollIntoView({ block: "nearest" });
    else {
      const room = scroller.clientHeight - covered;
      const lie = { lines, height: lineHeight, room, top: scroller.scrollTop };
      scroller.scrollTop = topToShow(line, lie);
    }
    const [first, cell] = [head.rows[0]?.cells[0], head.rows[0]?.cells[column]];
    if (!first || !cell || column === 0) return;
    const right = cell.offsetLeft + cell.offsetWidth - scroller.clientWidth;
    const left = cell.offsetLeft - first.offsetWidth;
    scroller.scrollLeft = Math.min(left, Math.max(right, scroller.scrollLeft));
  }

  return {
    active,
    go: setActive,
    press(event) {
      // Buttons and edges of the head have keys of their own.
      if (event.target !== table.current) return;
      if (event.key === "Enter" && active) enter(active);
      // Head, totals and the line that is walked from are no part of a page of lines.
      const sight = Math.max(1, Math.floor((area.current?.clientHeight ?? 0) / lineHeight) - 2);
      const from = active ?? { line: -1, column: 0 };
      const next = cellAfter(event, from, { lines, columns, sight });
      if (!next) return;
      event.preventDefault();
      setActive(next);
      show(next);
    },
  };
}
