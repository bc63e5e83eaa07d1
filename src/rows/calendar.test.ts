import { expect, test } from "vitest";
import { daysOfDate } from "./calendar.js";

test("every day of four centuries and of the years about zero follows the one before", () => {
  for (const [from, to] of [
    [-5, 5],
    [1700, 2101],
  ] as const) {
    const day = new Date(0);
    day.setUTCFullYear(from, 0, 1);
    while (day.getUTCFullYear() < to) {
      const days = daysOfDate(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate());
      if (days !== day.getTime() / 86_400_000) expect([day.toISOString(), days]).toBe("equal");
      day.setUTCDate(day.getUTCDate() + 1);
    }
  }
});

test("days that no month has are none", () => {
  const wrong = [
    [2023, 2, 29],
    [1900, 2, 29],
    [2024, 4, 31],
    [2024, 0, 1],
    [2024, 13, 1],
    [2024, 1, 0],
    [2024, 1, 32],
  ] as const;
  for (const [year, month, day] of wrong) expect(daysOfDate(year, month, day)).toBeUndefined();
  expect(daysOfDate(2000, 2, 29)).toBe(11_016);
});
