import { expect, test } from "vitest";
import { groupName, textName } from "./group-name.js";
import { createFormatter } from "./value.js";

const BERLIN = createFormatter({ timeZone: "Europe/Berlin" });

test("NULL and the empty text have names that no text has", () => {
  const texts = ["(null)", '"(null)"', '""(null)""', "(empty)", '"(empty)', "null", " ", "", "a"];
  const names = [...texts.map(textName), groupName(null, "text", BERLIN)];
  expect(new Set(names).size).toBe(names.length);
  expect(textName("")).toBe("(empty)");
  expect(textName("(null)")).toBe('"(null)"');
  expect(groupName(null, "instant", BERLIN)).toBe("(null)");
});

test("instants are named in the project's zone, the hour that comes twice two times", () => {
  const names = ["2024-10-26T22:00:00Z", "2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z"];
  expect(names.map((name) => groupName(name, "instant", BERLIN))).toEqual([
    "2024-10-27 00:00",
    "2024-10-27 02:30 +02:00",
    "2024-10-27 02:30 +01:00",
  ]);
  expect(groupName("2024-10-26T22:00:00Z", "text", BERLIN)).toBe("2024-10-26T22:00:00Z");
  expect(groupName(true, "bool", BERLIN)).toBe("true");
});
