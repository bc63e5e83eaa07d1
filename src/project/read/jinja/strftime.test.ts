import { expect, test } from "vitest";
import { isoText, strftime, unixSeconds } from "./strftime.js";

const MOMENT = Date.UTC(2026, 0, 4, 15, 4, 5) / 1000; // a Sunday in ISO week 1

test("each directive is written in UTC with English names", () => {
  expect(strftime(MOMENT, "%Y-%m-%d %H:%M:%S %f")).toBe("2026-01-04 15:04:05 000000");
  expect(strftime(MOMENT, "%a %A %b %B %y %e %j")).toBe("Sun Sunday Jan January 26  4 004");
  expect(strftime(MOMENT, "%I %p %u %w %U %W %V %G")).toBe("03 PM 7 0 01 00 01 2026");
  expect(strftime(MOMENT, "%F %T %D %R %s %z %Z %%")).toBe(
    `2026-01-04 15:04:05 01/04/26 15:04 ${MOMENT} +0000 UTC %`,
  );
  expect(strftime(MOMENT, "%-d.%-m. %-I")).toBe("4.1. 3");
  expect(strftime(Date.UTC(2027, 0, 1) / 1000, "%G-W%V")).toBe("2026-W53");
});

test("an unknown directive and an impossible date are refused", () => {
  expect(() => strftime(MOMENT, "%Q")).toThrow("`%Q` is not a directive");
  expect(() => strftime(1e20, "%Y")).toThrow("not a date");
});

test("dates are read in UTC unless they name a zone, whatever the computer's own zone", () => {
  const midnight = Date.UTC(2024, 11, 31) / 1000;
  for (const text of [
    "2024-12-31",
    "2024-12-31T00:00",
    "2024-12-31 00:00:00Z",
    "Dec 31, 2024",
    "12/31/2024",
  ])
    expect([text, unixSeconds(text)]).toEqual([text, midnight]);
  expect(unixSeconds("2024-12-31T01:30:00+01:30")).toBe(midnight);
  expect(unixSeconds("2024-12-31T00:00:00.25")).toBe(midnight + 0.25);
  for (const text of ["2024-02-30", "2024-13-01", "soon", "5"])
    expect(() => unixSeconds(text)).toThrow();
});

test("midnight is written as a date only", () => {
  expect(isoText(MOMENT)).toBe("2026-01-04T15:04:05+00:00");
  expect(isoText(MOMENT - (MOMENT % 86_400))).toBe("2026-01-04");
});
