import { expect, test } from "vitest";
import { createZone } from "./zone.js";

const berlin = createZone("Europe/Berlin");

test("an hour that the clock shows twice has two places on an axis", () => {
  const places = [
    "2024-10-26T23:59:00Z",
    "2024-10-27T00:00:00Z",
    "2024-10-27T00:30:00.5Z",
    "2024-10-27T01:00:00Z",
    "2024-10-27T01:30:00.5Z",
    "2024-10-27T02:00:00Z",
  ].map(berlin.place);
  expect(places).toEqual([
    "2024-10-27T01:59:00",
    "2024-10-27T02:00:00.000",
    "2024-10-27T02:15:00.250",
    "2024-10-27T02:30:00.000",
    "2024-10-27T02:45:00.250",
    "2024-10-27T03:00:00",
  ]);
});

test("everywhere else a place is what the clock shows", () => {
  for (const instant of ["2024-03-31T01:00:00Z", "2024-07-01T12:00:00.123456Z", "no instant"]) {
    expect(berlin.place(instant)).toBe(berlin.local(instant));
    expect(berlin.isTwice(instant)).toBe(false);
  }
  // Half an hour, on Lord Howe Island.
  const howe = createZone("Australia/Lord_Howe");
  expect(howe.isTwice("2024-04-06T14:45:00Z")).toBe(true);
  expect(howe.place("2024-04-06T15:00:00Z")).toBe("2024-04-07T01:45:00.000");
  expect(howe.isTwice("2024-04-06T15:30:00Z")).toBe(false);
});
