/** Files whose columns DuckDB reads as something else, or not at all. */
import { expect, test } from "vitest";
import { collect } from "../../../test/conformance/collect.js";
import {
  DECIMALS,
  ENCRYPTED,
  FRACTIONS,
  INT96,
  NANOSECONDS,
} from "../../../test/support/parquet-files.js";
import { openSource, readColumns, temporaryFile, toldBy } from "../../../test/support/source.js";

async function sourceOf(base64: string) {
  const file = await temporaryFile("shop.parquet", Buffer.from(base64, "base64"));
  return openSource("parquet", { file });
}

test("a decimal of more than 38 digits is refused where it is read, and nowhere else", async () => {
  const source = await sourceOf(DECIMALS);
  expect(await readColumns(source, "SELECT a, count(*) AS n FROM shop GROUP BY a")).toEqual({
    "a int64": [1],
    "n int64": [1],
  });
  expect(await toldBy(readColumns(source, "SELECT p39 FROM shop"))).toMatch(
    /^column-unread: The column `p39` cannot be read: it is a decimal of 39 digits\./,
  );
  expect(await toldBy(readColumns(source, "SELECT l FROM shop"))).toMatch(
    /^column-unread: The column `l` cannot be read: it is a decimal of 76 digits\./,
  );
});

test("an encrypted column of a file that is not is named, and the others are read", async () => {
  const source = await sourceOf(ENCRYPTED);
  expect(await readColumns(source, "SELECT a FROM shop")).toEqual({ "a int64": [1] });
  expect(await toldBy(readColumns(source))).toMatch(
    /^column-unread: The column `b` cannot be read: it is encrypted\./,
  );
});

test("times whose nanoseconds DuckDB cuts are told, however they are stored", async () => {
  const told = async (base64: string) => {
    const { values, warnings } = await collect(await sourceOf(base64), "SELECT * FROM shop");
    return { values, warnings: warnings.map(({ code, message }) => `${code}: ${message}`) };
  };
  const stored = (column: string) =>
    `nanoseconds-cut: Times in \`${column}\` are stored in nanoseconds and read in whole microseconds: what is finer is cut.`;
  expect(await told(INT96)).toEqual({
    values: [["2023-11-14T22:13:20.123456"]],
    warnings: [stored("t")],
  });
  expect(await told(NANOSECONDS)).toEqual({
    values: [
      ["2023-11-14T22:13:20.123456"],
      ["2023-11-14T22:13:20.123456Z"],
      ["01:00:00"],
      ["1970-01-01T00:00:00.000001Z"],
    ],
    warnings: [
      stored("nsz"),
      "nanoseconds-cut: Times in `ns` were cut to whole microseconds.",
      "nanoseconds-cut: Times in `t` were cut to whole microseconds.",
    ],
  });
});

test("a filter finds NaN in groups of rows whose largest number, as the file notes it, is too small", async () => {
  const source = await sourceOf(FRACTIONS);
  for (const condition of ["x > 4", "f > 4", "x <> 1 AND x <> 0", "x = 'nan'"]) {
    expect(await readColumns(source, `SELECT x, f FROM shop WHERE ${condition}`)).toEqual({
      "x float64": ["NaN", "NaN"],
      "f float32": ["NaN", "NaN"],
    });
  }
  expect(await readColumns(source, "SELECT x FROM shop WHERE x = 0")).toEqual({
    "x float64": [-0],
  });
});

test("a file that is damaged in its middle is told as such, and not as a refused query", async () => {
  const bytes = Buffer.from(DECIMALS, "base64");
  for (const [from, to] of [
    [4, 60],
    [bytes.length - 60, bytes.length - 20],
  ] as const) {
    const file = await temporaryFile("shop.parquet", Buffer.from(bytes).fill(0xff, from, to));
    const source = await openSource("parquet", { file });
    expect(await toldBy(readColumns(source, "SELECT a FROM shop")), `${from}`).toMatch(
      /^file-not-readable: `.*shop\.parquet` cannot be read: it is damaged, or not what its name says\. \(Write or copy it again\.\)/,
    );
  }
});
