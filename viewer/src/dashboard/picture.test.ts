import { expect, test } from "vitest";
import { pictureOf, type PictureParts } from "./picture.js";

const STYLE = { surface: "#fff", border: "#ccc", text: "#000", muted: "#555", font: "Inter, 'x'" };
const PARTS: PictureParts = {
  title: "Sales <b> & more",
  legend: [],
  drawing: '<svg width="400" height="200"/>',
  width: 400,
  height: 200,
  notes: ["Data as of today"],
};

/** Each character is ten pixels wide. */
const measure = (text: string) => text.length * 10;
const textsOf = (svg: string) => [...svg.matchAll(/<text [^>]*>([^<]*)</g)].map(([, text]) => text);

test("texts stay texts, whatever is in them", () => {
  const notes = ['"quoted" \u0001<script>'];
  const { svg } = pictureOf({ ...PARTS, notes }, STYLE, measure);
  expect(textsOf(svg)).toEqual(["Sales &lt;b&gt; &amp; more", "&quot;quoted&quot; &lt;script&gt;"]);
});

test("long texts go on in further lines, and the picture grows by these", () => {
  const short = pictureOf(PARTS, STYLE, measure);
  const words = "word ".repeat(20).trim();
  const long = pictureOf({ ...PARTS, notes: [words, "x".repeat(80)] }, STYLE, measure);
  const lines = textsOf(long.svg).slice(1);
  expect(lines.join(" ")).toBe(`${words} ${"x".repeat(36)} ${"x".repeat(36)} ${"x".repeat(8)}`);
  expect(lines.every((line) => (line?.length ?? 0) <= 36)).toBe(true);
  expect(long.height - short.height).toBe((lines.length - 1) * 17);
});

test("the legend names what is shown, in rows that fit", () => {
  const names = ["one", "two", "three", "a name of its own", "five"];
  const legend = names.map((name) => ({ name, colour: "#123456", shown: name !== "two" }));
  const { svg, width } = pictureOf({ ...PARTS, legend }, STYLE, measure);
  expect(textsOf(svg).slice(1, -1)).toEqual(["one", "three", "a name of its own", "five"]);
  const ends = [...svg.matchAll(/<text x="(\d+)"[^>]*>([^<]*)</g)].map(
    ([, x, text = ""]) => Number(x) + text.length * 10,
  );
  expect(Math.max(...ends)).toBeLessThanOrEqual(width - 16);
});
