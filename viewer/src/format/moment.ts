/** When something was read or run, for people. */
import type { Zone } from "./zone.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `just now`, `6 min ago`, `3 h ago`, `2 days ago`; both in milliseconds since 1970. */
export function ago(then: number, now: number): string {
  const passed = Math.max(0, now - then);
  if (passed < MINUTE) return "just now";
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min ago`;
  if (passed < DAY) return `${Math.floor(passed / HOUR)} h ago`;
  const days = Math.floor(passed / DAY);
  return days === 1 ? "yesterday" : `${days} days ago`;
}

/** `14:02 EST` on the same day, else `21 Nov` and, in another year, `21 Nov 2023`. */
export function clockTime(instant: string, zone: Zone, now: number): string {
  const then = zone.local(withSeconds(instant));
  const today = zone.localMicros(now * 1_000);
  if (then.slice(0, 10) === today.slice(0, 10)) {
    return `${then.slice(11, 16)} ${zoneAbbreviation(instant, zone.name)}`.trim();
  }
  return dayText(then, today);
}

/** `21 Nov`, with the year when it is not the current one. */
function dayText(then: string, today: string): string {
  const date = new Date(`${then.slice(0, 10)}T00:00:00Z`);
  const sameYear = then.slice(0, 4) === today.slice(0, 4);
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
    ...(sameYear ? {} : { year: "numeric" as const }),
  }).format(date);
}

function zoneAbbreviation(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "short" }).formatToParts(
    new Date(instant),
  );
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** Instants of a manifest carry milliseconds, which nobody reads. */
function withSeconds(instant: string): string {
  return instant.replace(/\.\d+Z$/, "Z");
}

/** `2 Dec 2024, 14:02 CET`, for what is read on any day. */
export function dateAndTime(instant: string, zone: Zone): string {
  const then = zone.local(withSeconds(instant));
  const time = `${then.slice(11, 16)} ${zoneAbbreviation(instant, zone.name)}`.trim();
  return `${dayText(then, "")}, ${time}`;
}

/** The same for names of files, which sort by it and hold no colon. */
export function dateAndTimeInName(instant: string, zone: Zone): string {
  const then = zone.local(withSeconds(instant));
  const time = then.slice(11, 16).replace(":", ".");
  return `${then.slice(0, 10)} ${time} ${zoneAbbreviation(instant, zone.name)}`.trim();
}
