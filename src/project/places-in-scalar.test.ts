import { expect, test } from "vitest";
import { placesIn } from "./places-in-scalar.js";

const CASES: Record<string, { raw: string; value: string; finds: readonly string[] }> = {
  "double quotes with an escape": {
    raw: String.raw`">{ a == \"b\" }"`,
    value: '>{ a == "b" }',
    finds: [">{", "b"],
  },
  "single quotes with a doubled one": {
    raw: "'>{ a == ''b'' and c }'",
    value: ">{ a == 'b' and c }",
    finds: [">{", "b", "c }"],
  },
  "a folded block": {
    raw: ">\n  >{ a\n     and b\n  }\n",
    value: ">{ a\n   and b\n}\n",
    finds: [">{", "b"],
  },
  "folded lines": { raw: ">-\n  >{ a\n  and b }", value: ">{ a and b }", finds: [">{", "b }"] },
  "a literal block": {
    raw: "|\n    >{ a\n  < b }\n",
    value: ">{ a\n< b }\n",
    finds: [">{", "< b"],
  },
};

test.each(Object.entries(CASES))("%s", (_, { raw, value, finds }) => {
  const place = placesIn(raw, value);
  for (const found of finds) {
    // The last one, since the head of a block looks like the beginning of an expression.
    expect(raw.slice(place?.(value.lastIndexOf(found)), raw.length)).toMatch(
      new RegExp(`^${found.replaceAll(/[{}]/g, String.raw`\$&`)}`),
    );
  }
  expect(place?.(0)).toBe(raw.indexOf(">{"));
});

test("a value that its text does not hold has no places", () => {
  expect(placesIn(String.raw`">{ a\n+ b }"`, ">{ a\n+ b }")).toBeUndefined();
});
