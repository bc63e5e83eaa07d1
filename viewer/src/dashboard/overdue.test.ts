import { expect, test } from "vitest";
import type { SiteObject } from "../../../src/contract/pages/dashboard.js";
import { overdueText } from "./overdue.js";

const NOW = Date.parse("2026-03-10T12:00:00Z");
const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];

function read(age: number, freshFor?: number): SiteObject {
  const data = {
    url: "x",
    format: "json" as const,
    rows: 1,
    builtAt: new Date(NOW - age).toISOString(),
    ...(freshFor !== undefined && { freshFor }),
  };
  return { name: "x", status: "ok", problems: [], data };
}

test.each([
  ["Data is 3 days old; it should be renewed every day.", [read(3.5 * DAY, DAY)]],
  ["Data is 30 hours old; it should be renewed every 6 hours.", [read(30 * HOUR, 6 * HOUR)]],
  [
    "Data is 95 minutes old; it should be renewed every 90 minutes.",
    [read(95 * MINUTE, 90 * MINUTE)],
  ],
  ["Data is 100 seconds old; it should be renewed every minute.", [read(100 * SECOND, MINUTE)]],
  ["Data is a second old; it should be renewed all the time.", [read(SECOND, 0.5)]],
  [
    "Some of the data is 8 days old; it should be renewed every 7 days.",
    [read(2 * HOUR, HOUR), read(8 * DAY, 7 * DAY), read(9 * DAY)],
  ],
  [undefined, [read(DAY, DAY), read(300 * DAY), { ...read(0), data: undefined }]],
])("%s", (text, objects) => {
  expect(overdueText(objects as SiteObject[], NOW)).toBe(text);
});
