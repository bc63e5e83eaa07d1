import { expect, test } from "vitest";
import { cutLabels, shortLabels } from "./short-labels.js";

test("long labels are cut in their middle", () => {
  const long = "Department of very long names";
  expect([...cutLabels(["Short", long], 15)]).toEqual([[long, "Departm…g names"]]);
});

test("labels that would read alike are cut around what tells them apart", () => {
  const name = (number: number) => `Department of very long names, number ${number}, with its seat`;
  const short = cutLabels([1, 2, 3].map(name), 24);
  expect(new Set(short.values()).size).toBe(3);
  for (const [label, text] of short) {
    expect(text.length).toBeLessThanOrEqual(24);
    expect(text).toContain(/\d/.exec(label)?.[0] ?? "-");
  }
});

test("an author's own labels stay", () => {
  const data = [{ x: ["a".repeat(99)], y: [1] }];
  const layout = { xaxis: { labelalias: { b: "c" } } };
  expect(shortLabels(data, layout, { width: 300, height: 200 }).layout).toEqual(layout);
});

test("tooltips have the whole text", () => {
  const label = "a".repeat(99);
  const { layout } = shortLabels([{ x: [1], y: [label] }], {}, { width: 300, height: 200 });
  expect(layout).toMatchObject({ yaxis: { labelalias: { [label]: "aaaaaaa…aaaaaaa" } } });
});

test("letters of East Asia take the room of two", () => {
  const name = "東京都千代田区丸の内一丁目";
  expect([...cutLabels([name], 26)]).toEqual([]);
  expect([...cutLabels([name], 14)]).toEqual([[name, "東京都…一丁目"]]);
  const [cut = ""] = cutLabels(["👩".repeat(20)], 21).values();
  expect(cut).toMatch(/^(👩)+…(👩)+$/u);
});
