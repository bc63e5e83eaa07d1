/**
 * Cells that the reader of workbooks leaves out: errors of formulas, and formulas that were never
 * calculated. They are looked for in the workbook's own XML, since a value that is missing must be
 * reported.
 */
import { parsePart } from "./workbook-parts.js";

export interface FaultyCells {
  readonly sheet: string;
  /** How many, and the first of them. */
  readonly count: number;
  readonly cell: string;
  /** `the error #DIV/0!`. */
  readonly what: string;
}

/** By sheet; sheets without such cells are left out. Throws at what is no workbook. */
export function findFaultyCells(archive: Uint8Array): FaultyCells[] {
  const paths = new Map<string, string>();
  parsePart(archive, "xl/_rels/workbook.xml.rels", {
    open(name, attribute) {
      const target = attribute("Target") ?? "";
      const path = target.startsWith("/") ? target.slice(1) : `xl/${target}`;
      if (name === "Relationship") paths.set(attribute("Id") ?? "", path);
    },
  });
  const sheets: { readonly name: string; readonly path: string }[] = [];
  parsePart(archive, "xl/workbook.xml", {
    open(name, attribute) {
      const path = name === "sheet" ? paths.get(attribute("id") ?? "") : undefined;
      if (path !== undefined) sheets.push({ name: attribute("name") ?? "", path });
    },
  });
  return sheets.flatMap(({ name, path }) => faultsIn(archive, path, name) ?? []);
}

interface OpenCell {
  readonly place: string;
  readonly isError: boolean;
  isFormula: boolean;
  /** Undefined while no value is there; the empty text is one. */
  value: string | undefined;
}

function faultsIn(archive: Uint8Array, path: string, sheet: string): FaultyCells | undefined {
  let first: { readonly cell: string; readonly what: string } | undefined;
  let count = 0;
  let cell: OpenCell | undefined;
  let element = "";
  parsePart(archive, path, {
    open(name, attribute) {
      element = name;
      if (name === "c") {
        const [place = "", type] = [attribute("r"), attribute("t")];
        cell = { place, isError: type === "e", isFormula: false, value: undefined };
      } else if (cell) {
        if (name === "f") cell.isFormula = true;
        else if (name === "v" || name === "is") cell.value ??= "";
      }
    },
    text(text) {
      if (cell?.isError && element === "v") cell.value = text();
    },
    close(name) {
      element = "";
      if (name !== "c" || !cell) return;
      const what = faultOf(cell);
      if (what !== undefined) {
        count += 1;
        first ??= { cell: cell.place, what };
      }
      cell = undefined;
    },
  });
  return first && { sheet, count, ...first };
}

function faultOf({ isError, isFormula, value }: OpenCell): string | undefined {
  if (isError && value !== undefined) return `the error ${value}`;
  return isFormula && value === undefined ? "a formula that was never calculated" : undefined;
}
