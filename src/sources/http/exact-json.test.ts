import { expect, test } from "vitest";
import { parseExactJson } from "./exact-json.js";

test.each<[string, unknown]>([
  ["9007199254740993", "9007199254740993"],
  ["9007199254740992", "9007199254740992"],
  ["[9007199254740991, -9007199254740991]", [9007199254740991, -9007199254740991]],
  ["-18446744073709551615", "-18446744073709551615"],
  ["[1234567890123456.789,1.5]", ["1234567890123456.789", 1.5]],
  ["0.30000000000000004", 0.30000000000000004],
  ["1.0000000000000000000", "1.0000000000000000000"],
  ["[1e400, 1E-400 ,1e5]", ["1e400", "1E-400", 1e5]],
  ["1.7976931348623157E308", "1.7976931348623157E308"],
  [
    '{"a":9007199254740993,"b": -9007199254740993}',
    { a: "9007199254740993", b: "-9007199254740993" },
  ],
  [
    String.raw`["a, 9007199254740993", "\"[9007199254740993", "\\", 9007199254740993]`,
    ["a, 9007199254740993", '"[9007199254740993', "\\", "9007199254740993"],
  ],
  ['{"a, 12345678901234567":[null,true]}', { "a, 12345678901234567": [null, true] }],
])("%s", (text, value) => {
  expect(parseExactJson(text)).toEqual(value);
});

test.each([
  "[1234567890123456-7]",
  "[01234567890123456789]",
  "[12345678901234567.]",
  "[1.2.3456789012345678]",
  '["a, 12345678901234567',
  "[12345678901234567",
  String.raw`["\", 12345678901234567]`,
  "",
])("%s is no JSON", (text) => {
  expect(() => parseExactJson(text)).toThrow(SyntaxError);
});

test("texts of every kind beside a long number are as JSON.parse reads them", () => {
  let state = 1;
  const random = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
  const pieces = ['"', "\\", "é", ", ", "1234567890123456789", "{", "e", "\n", "[", "-1.5e300"];
  const someText = () =>
    Array.from({ length: random(6) }, () => pieces[random(pieces.length)]).join("");
  for (let made = 0; made < 5000; made += 1) {
    const value = [{ [someText()]: someText() }, someText(), random(1e6) / 10 ** random(9)];
    const text = JSON.stringify(value, undefined, random(3));
    const exact = parseExactJson(`[${text}, 9007199254740993, ${text}]`);
    expect(exact).toEqual([value, "9007199254740993", value]);
  }
});

test("a text of millions of escapes is read", () => {
  const long = '"\\'.repeat(3_000_000);
  expect(parseExactJson(JSON.stringify([long, 1]).replace("1]", "9007199254740993]"))).toEqual([
    long,
    "9007199254740993",
  ]);
});
