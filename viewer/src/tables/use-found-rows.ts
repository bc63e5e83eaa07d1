import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { runInSlices, runSlice } from "./steps.js";
import type { Sorting, TableRows, TableView } from "./table-rows.js";

export interface FoundRows {
  readonly found: Uint32Array;
  /** The rows that are asked for are being looked for; `found` has those of before. */
  readonly busy: boolean;
}

/** The rows that a reader asks for: at once where that is quick, else without holding up the page. */
export function useFoundRows(
  rows: TableRows,
  { search, filters }: Pick<TableView, "search" | "filters">,
  sorting: Sorting | undefined,
): FoundRows {
  const work = useMemo(() => {
    const steps = rows.find({ search, filters }, sorting);
    return { rows, steps, found: runSlice(steps)?.value };
  }, [rows, search, filters, sorting]);
  const [late, setLate] = useState<{ readonly work: typeof work; readonly found: Uint32Array }>();
  useEffect(() => {
    if (work.found) return undefined;
    return runInSlices(work.steps, (found) => setLate({ work, found }));
  }, [work]);
  const last = useRef<{ readonly rows: TableRows; readonly found: Uint32Array }>(undefined);
  const found = work.found ?? (late?.work === work ? late.found : undefined);
  if (found) last.current = { rows, found };
  if (found) return { found, busy: false };
  // Numbers of rows of another result would mean other rows.
  return {
    found: last.current?.rows === rows ? last.current.found : new Uint32Array(),
    busy: true,
  };
}

/** Makes searches of the rows quick, while the page has nothing else to do. */
export function usePreparedSearch(rows: TableRows): void {
  useEffect(() => {
    let stop: () => void = () => undefined;
    const timer = setTimeout(() => (stop = runInSlices(rows.prepare(), () => undefined)), REST);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [rows]);
}

/** Time for the page to draw all that is in sight, in milliseconds. */
const REST = 300;
