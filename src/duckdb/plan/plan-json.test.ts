import { expect, test } from "vitest";
import { readConstant } from "./plan-constant.js";
import { parsePlan } from "./plan-json.js";

test("long integers, infinities and what looks like them in text keep every sign", () => {
  const text = String.raw`{"a":9007199254740993,"b":-9223372036854775808,"c":12,"d":1.5e300,"e":Infinity,"f":-inf,"g":NaN,"h":"NaN \" 12345678901234567890","i":null}`;
  expect(parsePlan(text)).toEqual({
    a: "9007199254740993",
    b: "-9223372036854775808",
    c: 12,
    d: 1.5e300,
    e: "Infinity",
    f: "-inf",
    g: "NaN",
    h: 'NaN " 12345678901234567890',
    i: null,
  });
  expect(() => parsePlan("{")).toThrow();
});

function constant(id: string, value: unknown, info: unknown = null) {
  const written = {
    type: "VALUE_CONSTANT",
    value: { type: { id, type_info: info }, is_null: false, value },
  };
  return readConstant(parsePlan(JSON.stringify(written)));
}

test.each([
  ["BIGINT", "9007199254740993", null, { kind: "number", text: "9007199254740993" }],
  ["HUGEINT", { upper: 1, lower: 5 }, null, { kind: "number", text: "18446744073709551621" }],
  ["DECIMAL", -5, { scale: 2, alias: "" }, { kind: "number", text: "-0.05" }],
  ["DECIMAL", 1250, { scale: 2, alias: "" }, { kind: "number", text: "12.50" }],
  ["DOUBLE", 0.30000000000000004, null, { kind: "double", text: "0.30000000000000004" }],
  ["DOUBLE", "NaN", null, undefined],
  ["VARCHAR", "it's", null, { kind: "text", text: "it's" }],
  ["VARCHAR", "{}", { alias: "JSON" }, undefined],
  ["DATE", -1, null, { kind: "date", text: "1969-12-31" }],
  ["DATE", 2_147_483_647, null, undefined],
  ["TIMESTAMP", -1, null, { kind: "timestamp", text: "1969-12-31 23:59:59.999999" }],
  [
    "TIMESTAMP WITH TIME ZONE",
    "1704067200000000",
    null,
    { kind: "instant", text: "2024-01-01 00:00:00.000000" },
  ],
  ["BOOLEAN", true, null, { kind: "bool", text: "true" }],
  [
    "UUID",
    { upper: "-8283440039220723712", lower: "9223372036854841343" },
    null,
    { kind: "uuid", text: "0d0b4f2c-0000-4000-8000-00000000ffff" },
  ],
  ["INTERVAL", {}, null, undefined],
])("a constant %s %j is read exactly or not at all", (id, value, info, expected) => {
  expect(constant(id, value, info)).toEqual(expected);
});

test("NULL is no constant", () => {
  const written = {
    type: "VALUE_CONSTANT",
    value: { type: { id: "INTEGER" }, is_null: true, value: null },
  };
  expect(readConstant(parsePlan(JSON.stringify(written)))).toBeUndefined();
});
