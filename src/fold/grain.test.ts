import { expect, test } from "vitest";
import { dayIn } from "./grain.js";

test.each([
  ["2024-03-09T23:59:59.999Z", "UTC", "2024-03-09"],
  ["2024-03-09T23:59:59.999Z", "Etc/UTC", "2024-03-09"],
  ["2024-03-09T23:59:59Z", "Asia/Tokyo", "2024-03-10"],
  ["2024-03-10T01:30:00+02:00", "UTC", "2024-03-09"],
  ["+012024-03-09T12:00:00Z", "UTC", "+012024-03-09"],
])("the day of %s in %s is %s", (instant, zone, day) => {
  expect(dayIn(instant, zone)).toBe(day);
});
