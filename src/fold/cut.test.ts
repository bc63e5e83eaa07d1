import { expect, test } from "vitest";
import { cutColumn } from "./cut.js";

test.each([
  ["2024-03-31T22:30:00Z", "month", "Europe/Berlin", "2024-04-01"],
  ["2025-01-01T04:00:00Z", "year", "America/New_York", "2024-01-01"],
  ["0050-03-01T22:30:00Z", "month", "Europe/Berlin", "0050-03-01"],
  ["0001-01-01T00:00:00Z", "day", "America/New_York", "0000-12-31"],
  ["9999-12-31T23:30:00Z", "week", "Europe/Berlin", "+010000-01-01"],
  ["+012000-02-29T00:00:00Z", "year", "UTC", "+012000-02-29T00:00:00Z"],
  ["infinity", "day", "Europe/Berlin", "infinity"],
] as const)("%s by %s in %s is %s", (value, by, zone, expected) => {
  const column = { name: "at", type: "instant", length: 1, value: () => value } as const;
  expect(cutColumn(column, { by, zone }).value(0)).toBe(expected);
});

test("texts are cut where they are ISO dates, as SQLite cuts them, and are in no range else", () => {
  const texts = [
    "2024-02-29",
    "2024-03-31 23:30",
    "2024-03-31T23:30:00.5Z",
    "2024-04-01T00:30:00+02:00",
    "2024-02-30",
    "2024-03",
    "2024-13-01",
    "2024-03-x",
    null,
  ];
  const value = (row: number) => texts[row] ?? null;
  const column = { name: "at", type: "text", length: texts.length, value } as const;
  const cut = cutColumn(column, { by: "month", zone: "Europe/Berlin" });
  expect(texts.map((_, row) => cut.value(row))).toEqual([
    "2024-02-01",
    "2024-03-01",
    "2024-03-01",
    "2024-03-01",
    null,
    null,
    null,
    null,
    null,
  ]);
});
