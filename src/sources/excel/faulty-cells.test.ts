import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { findFaultyCells } from "./faulty-cells.js";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A workbook of one sheet whose cells are written out. */
function workbook(cells: string, { prefix = "" } = {}): Uint8Array {
  const sheet = `<${prefix}worksheet><${prefix}sheetData><${prefix}row>${cells}</${prefix}row></${prefix}sheetData></${prefix}worksheet>`;
  const parts = {
    "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:rel="${RELATIONS}"><sheets><sheet name="a &amp; &#98;" rel:id="R1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="R1" Target="/sheets/one.xml"/></Relationships>`,
    "sheets/one.xml": `<?xml version="1.0"?>${sheet}`,
  };
  return zipSync(
    Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)])),
  );
}

test("errors and formulas without a value are counted, and the first is named", () => {
  const cells = `<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C1"><f>A1</f></c>`;
  expect(findFaultyCells(workbook(cells))).toEqual([
    { sheet: "a & b", count: 2, cell: "B1", what: "the error #DIV/0!" },
  ]);
});

test("a value that is empty is one, also beside a formula", () => {
  const cells = `<c r="A1" t="str"><f>""</f><v></v></c><c r="B1" t="str"><f>""</f><v/></c><c r="C1" t="inlineStr"><f>B1</f><is><t>x</t></is></c><c r="D1" s="1"/>`;
  expect(findFaultyCells(workbook(cells))).toEqual([]);
});

test("cells are the same with a prefix and with attributes of their own", () => {
  const cells = `<x:c r="A1"><x:f>1+1</x:f><x:v xml:space="preserve">2</x:v></x:c><x:c r="B1"><x:f t="shared" si="0"/></x:c>`;
  expect(findFaultyCells(workbook(cells, { prefix: "x:" }))).toEqual([
    { sheet: "a & b", count: 1, cell: "B1", what: "a formula that was never calculated" },
  ]);
});

test("a sheet longer than the pieces in which it is parsed is read to its end", () => {
  const cells = Array.from({ length: 100_000 }, (_, row) => `<c r="A${row}"><v>ä</v></c>`).join("");
  const [faulty] = findFaultyCells(workbook(`${cells}<c r="Z1" t="e"><v>#N/A</v></c>`));
  expect(faulty).toMatchObject({ count: 1, cell: "Z1" });
});
