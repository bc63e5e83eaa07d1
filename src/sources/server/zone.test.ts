import { expect, test } from "vitest";
import { zoneOf } from "./zone.js";

/** Wall-clock texts in a zone → UTC, with a `?` behind those that come twice. */
function toUtc(zone: string | undefined, wall: string): string {
  let ambiguous = "";
  const seconds = zoneOf(zone).toUtc(Date.parse(`${wall}Z`) / 1000, () => {
    ambiguous = "?";
  });
  return new Date(seconds * 1000).toISOString().slice(0, 16) + ambiguous;
}

test.each([
  [undefined, "2024-07-01T12:00", "2024-07-01T12:00"],
  ["UTC", "2024-07-01T12:00", "2024-07-01T12:00"],
  ["+05:30", "2024-07-01T12:00", "2024-07-01T06:30"],
  ["-03:00", "2024-07-01T22:00", "2024-07-02T01:00"],
  ["Europe/Berlin", "2024-07-01T12:00", "2024-07-01T10:00"],
  ["Europe/Berlin", "2024-03-31T01:59", "2024-03-31T00:59"],
  ["Europe/Berlin", "2024-03-31T03:00", "2024-03-31T01:00"],
  ["Europe/Berlin", "2024-10-27T01:59", "2024-10-26T23:59"],
  ["Europe/Berlin", "2024-10-27T02:30", "2024-10-27T00:30?"],
  ["Europe/Berlin", "2024-10-27T03:00", "2024-10-27T02:00"],
  ["America/New_York", "2024-11-03T01:30", "2024-11-03T05:30?"],
  ["Australia/Lord_Howe", "2024-04-07T01:45", "2024-04-06T14:45?"],
  ["Asia/Kathmandu", "1985-06-01T00:00", "1985-05-31T18:30"],
  ["Asia/Kathmandu", "2024-06-01T00:00", "2024-05-31T18:15"],
])("in %s %s is %s", (zone, wall, utc) => {
  expect(toUtc(zone, wall)).toBe(utc);
});

test("names of Greenwich need no tables on the server", () => {
  const names = ["UTC", "Etc/UTC", "GMT", "z", undefined].map((name) => zoneOf(name).name);
  expect(new Set(names)).toEqual(new Set(["+00:00"]));
});
