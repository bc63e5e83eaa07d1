/** Widths of columns: as wide as their content at first, then as a reader makes them. */
import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { TableColumn } from "./table-columns.js";
import type { TableRows } from "./table-rows.js";

/** In CSS pixels. */
export const LEAST_WIDTH = 48;
export const MOST_WIDTH = 1200;

/** The share of the table's area that the first column, which stays in sight, has at most. */
const MOST_OF_FIRST = 0.5;

/** What colours need to be seen. */
const WIDTH_OF_LOOK = 96;
/** What bars need for their lengths to be told apart, and what is beside them and the numbers. */
const [WIDTH_OF_BARS, BESIDE_BARS] = [48, 38];
/** At least that of a digit. */
const CHARACTER = 8;

/** What a table looked like when it was as wide as its content. */
interface Natural {
  readonly of: object;
  readonly widths: ReadonlyMap<string, number>;
  readonly lineHeight: number;
}

export interface ColumnWidths {
  /** By key; undefined until they are measured, which has to happen in the table's natural form. */
  readonly widths: ReadonlyMap<string, number> | undefined;
  /** Whether a reader has chosen them, so that no room is spread over all of them. */
  readonly chosen: boolean;
  readonly lineHeight: number;
  /** Absent: as wide as its content. */
  readonly resize: (key: string, width?: number) => void;
  /** How wide a column is drawn. */
  readonly drawn: (key: string) => number;
}

/** Of a line before any is measured. */
const LINE_HEIGHT = 36;

/** `of` is what the measures are of: when it is another one, they are taken anew. */
export function useColumnWidths(
  table: RefObject<HTMLTableElement | null>,
  columns: readonly TableColumn[],
  of: object,
): ColumnWidths {
  const [natural, setNatural] = useState<Natural>();
  const [chosen, setChosen] = useState<ReadonlyMap<string, number>>();
  const measured = natural?.of === of;

  useLayoutEffect(() => {
    const { current } = table;
    if (current && !measured) setNatural({ of, ...measure(current, columns) });
  }, [of]);

  function drawn(key: string): number {
    const place = columns.findIndex((column) => column.key === key);
    return Math.round(table.current?.tHead?.rows[0]?.cells[place]?.offsetWidth ?? LEAST_WIDTH);
  }

  return {
    widths: measured ? (chosen ?? natural.widths) : undefined,
    chosen: chosen !== undefined,
    lineHeight: natural?.lineHeight ?? LINE_HEIGHT,
    drawn,
    resize(key, width = natural?.widths.get(key) ?? LEAST_WIDTH) {
      // The others stay as they are drawn.
      const now = chosen ?? new Map(columns.map((column) => [column.key, drawn(column.key)]));
      const next = Math.round(Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, width)));
      setChosen(new Map([...now, [key, next]]));
    },
  };
}

function measure(
  table: HTMLTableElement,
  columns: readonly TableColumn[],
): { widths: Map<string, number>; lineHeight: number } {
  const cells = table.tHead?.rows[0]?.cells;
  const most = Math.max(LEAST_WIDTH, (table.parentElement?.clientWidth ?? 0) * MOST_OF_FIRST);
  const widths = new Map<string, number>();
  columns.forEach(({ key, look }, place) => {
    const least = look ? WIDTH_OF_LOOK : LEAST_WIDTH;
    const width = Math.ceil(cells?.[place]?.getBoundingClientRect().width ?? least);
    const needed = Math.max(width, widthWithBars(table, place));
    const own = Math.max(least, place === 0 ? Math.min(needed, most) : needed);
    // A column may stand there twice, as a number and as a bar.
    widths.set(key, Math.max(own, widths.get(key) ?? 0));
  });
  const line = table.tBodies[0]?.rows[0]?.getBoundingClientRect().height ?? 0;
  return { widths, lineHeight: line > 0 ? line : LINE_HEIGHT };
}

/** What numbers need with the bars beside them; 0 of a column without. */
function widthWithBars(table: HTMLTableElement, place: number): number {
  const bar = table.querySelector<HTMLElement>(`tbody td.bar:nth-child(${place + 1})`);
  if (!bar) return 0;
  const characters = Number(bar.style.getPropertyValue("--characters"));
  return BESIDE_BARS + WIDTH_OF_BARS + characters * CHARACTER;
}

/** Rows that are looked at for the longest text of a column. */
const SAMPLE = 200;

/** By column the longest of the texts in rows from all over the table. */
export function longestTexts({ columns, start, end }: TableRows): Map<string, string> {
  const step = Math.max(1, Math.floor((end - start) / SAMPLE));
  return new Map(
    columns.map(({ key, text, markdown }) => {
      let longest = "";
      for (let row = markdown ? end : start; row < end; row += step) {
        const one = text(row);
        if (one.length > longest.length) longest = one;
      }
      return [key, longest];
    }),
  );
}
