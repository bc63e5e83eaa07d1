/** Writes small Excel workbooks: the few XML parts that one needs, in a zip archive. */
import { strToU8, zipSync, type ZippableFile } from "fflate";

/**
 * A cell: text, a number or its digits, a truth value, a date as Excel's serial number, a formula
 * with the value that it had, an error.
 */
export type XlsxCell =
  | string
  | number
  | boolean
  | null
  | { readonly digits: string }
  | { readonly serial: number; readonly as: "date" | "datetime" | "time" | number }
  /** The element as it is written, without its place. */
  | { readonly xml: string }
  | { readonly formula: string; readonly value?: string | number }
  | { readonly error: string };

export interface XlsxSheet {
  readonly name: string;
  readonly rows: readonly (readonly XlsxCell[])[];
  /** Ranges such as `A1:B1`. */
  readonly merged?: readonly string[];
}

/** Numbers of formats in the style sheet below. */
const STYLES = { date: 1, datetime: 2, time: 3 } as const;

export interface XlsxOptions {
  /** As it is written. */
  readonly date1904?: string;
  /** Formats as they are written; a serial number names one by its place. */
  readonly formats?: readonly string[];
  /** Attributes of `calcPr`. */
  readonly calculation?: string;
}

export function xlsx(
  sheets: readonly XlsxSheet[],
  { date1904 = "0", formats = [], calculation = "" }: XlsxOptions = {},
): Buffer {
  const parts = new Map<string, string>([
    [
      "[Content_Types].xml",
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    ],
    [
      "xl/workbook.xml",
      `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="${date1904}"/><sheets>${sheets
        .map(
          ({ name }, at) =>
            `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
        )
        .join("")}</sheets><calcPr ${calculation}/></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets
        .map(
          (_, at) =>
            `<Relationship Id="rId${at + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
        )
        .join(
          "",
        )}<Relationship Id="rStyles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      "xl/styles.xml",
      `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>${formats
        .map((code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${escaped(code)}"/>`)
        .join(
          "",
        )}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/><xf numFmtId="21" applyNumberFormat="1"/>${formats
        .map((_, at) => `<xf numFmtId="${164 + at}"/>`)
        .join("")}</cellXfs></styleSheet>`,
    ],
    ...sheets.map((sheet, at): [string, string] => [
      `xl/worksheets/sheet${at + 1}.xml`,
      sheetXml(sheet),
    ]),
  ]);
  return zipOf(parts);
}

function sheetXml({ rows, merged = [] }: XlsxSheet): string {
  const lines = rows.map((row, index) => {
    const cells = row.map((cell, column) => cellXml(cell, `${letters(column)}${index + 1}`));
    return `<row r="${index + 1}">${cells.join("")}</row>`;
  });
  const ranges = merged.map((range) => `<mergeCell ref="${range}"/>`).join("");
  return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${lines.join("")}</sheetData>${ranges === "" ? "" : `<mergeCells>${ranges}</mergeCells>`}</worksheet>`;
}

function cellXml(cell: XlsxCell, at: string): string {
  if (cell === null) return "";
  if (typeof cell === "string") {
    return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  }
  if (typeof cell === "number") return `<c r="${at}"><v>${cell}</v></c>`;
  if (typeof cell === "boolean") return `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if ("digits" in cell) return `<c r="${at}"><v>${cell.digits}</v></c>`;
  if ("serial" in cell)
    return `<c r="${at}" s="${typeof cell.as === "number" ? 4 + cell.as : STYLES[cell.as]}"><v>${cell.serial}</v></c>`;
  if ("xml" in cell) return cell.xml;
  if ("error" in cell) return `<c r="${at}" t="e"><f>1/0</f><v>${escaped(cell.error)}</v></c>`;
  const { formula, value } = cell;
  const type = typeof value === "string" ? ` t="str"` : "";
  const cached = value === undefined ? "" : `<v>${escaped(String(value))}</v>`;
  return `<c r="${at}"${type}><f>${escaped(formula)}</f>${cached}</c>`;
}

function letters(index: number): string {
  return String.fromCharCode(65 + index);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** An archive of these parts by path. */
export function zipOf(parts: ReadonlyMap<string, string>): Buffer {
  const files = [...parts].map(([path, text]): [string, ZippableFile] => {
    const data = strToU8(text);
    // As Excel does it: what is small may be stored as it is.
    return [path, [data, { level: data.length < 400 ? 0 : 6 }]];
  });
  return Buffer.from(zipSync(Object.fromEntries(files)));
}
