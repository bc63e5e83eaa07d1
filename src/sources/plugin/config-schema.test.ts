import { expect, test } from "vitest";
import { z } from "../zod.js";
import { configSchema, SchemaFault } from "./config-schema.js";

/** The schema of sources with one field `a`. */
function fieldSchema(field: Readonly<Record<string, unknown>>) {
  const properties = { a: { description: "A field.", ...field } };
  return configSchema({ type: "object", properties }, { pool: z.optional(z.int()) });
}

test.each([
  [{ type: "string", minLength: 2, maxLength: 3 }, ["ab", "abc"], ["a", "abcd", 1]],
  [{ type: "string", pattern: "^\\d+$" }, ["12"], ["x"]],
  [{ enum: ["new", "all"] }, ["new"], ["old"]],
  [{ type: "string", const: "v2" }, ["v2"], ["v1"]],
  [{ type: "integer", minimum: 1, maximum: 3 }, [1, 3], [0, 4, 1.5, "1"]],
  [{ type: "number", minimum: 0.5 }, [0.5, 7], [0.4]],
  [{ type: "boolean" }, [true, false], ["yes", 1]],
  [
    { type: "array", items: { type: "integer" }, minItems: 1, maxItems: 2 },
    [[1], [1, 2]],
    [[], [1, 2, 3], ["x"]],
  ],
  [{ type: "array" }, [["x"]], [[1]]],
  [{ type: "object", additionalProperties: { type: "integer" } }, [{}, { x: 1 }], [{ x: "y" }]],
  [{ type: "object", additionalProperties: true }, [{ x: "y" }], [{ x: 1 }]],
  [
    {
      type: "object",
      required: ["x"],
      properties: { x: { type: "string" }, y: { type: "string" } },
    },
    [{ x: "a" }, { x: "a", y: "b" }],
    [{}, { x: "a", z: "b" }],
  ],
])("%j takes what it says and nothing else", (field, right, wrong) => {
  const schema = fieldSchema(field);
  expect(right.filter((a) => !schema.safeParse({ a }).success)).toEqual([]);
  expect(wrong.filter((a) => schema.safeParse({ a }).success)).toEqual([]);
});

test("a default fills in, a field is optional unless it is required, and others are refused", () => {
  expect(fieldSchema({ type: "integer", default: 5 }).parse({ pool: 2 })).toEqual({
    a: 5,
    pool: 2,
  });
  expect(fieldSchema({ type: "integer" }).parse({})).toEqual({});
  expect(fieldSchema({ type: "integer" }).safeParse({ b: 1 }).success).toBe(false);
});

test.each([
  [{ type: "string", format: "uri" }, "config.properties.a.format"],
  [{ type: "string", minimum: 1 }, "config.properties.a.minimum"],
  [{ type: ["string", "null"] }, "config.properties.a.type"],
  [{ anyOf: [] }, "config.properties.a.type"],
  [{ type: "string", pattern: "(" }, "config.properties.a.pattern"],
  [{ type: "integer", minimum: "1" }, "config.properties.a.minimum"],
  [{ enum: [1, 2] }, "config.properties.a.enum"],
  [{ type: "string", "x-secret": "yes" }, "config.properties.a.x-secret"],
  [{ type: "array", items: { type: "any" } }, "config.properties.a.items.type"],
  [{ type: "object", required: ["x"] }, "config.properties.a.required"],
  [
    { type: "object", properties: { x: { type: "string" } }, additionalProperties: true },
    "config.properties.a.additionalProperties",
  ],
  [{ type: "boolean", default: "no" }, "config.properties.a.default"],
])("%j is refused, for nothing would check it", (field, place) => {
  expect(() => fieldSchema(field)).toThrow(SchemaFault);
  expect(() => fieldSchema(field)).toThrow(`${place}:`);
});
