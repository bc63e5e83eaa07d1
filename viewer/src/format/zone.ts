/** Instants as wall-clock text of the project's time zone. */

export interface Zone {
  readonly name: string;
  /**
   * `2013-01-01T10:15:00Z` → `2013-01-01T05:15:00`; what is not such an instant comes back as it
   * is.
   */
  readonly local: (instant: string) => string;
  /** The same from microseconds since 1970. */
  readonly localMicros: (micros: number) => string;
}

/**
 * No zone has changed its clock at any other time than a quarter hour of UTC, since clocks are set
 * by law.
 */
const QUARTER_HOUR = 900_000;
const INSTANT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?Z$/;

/** An unknown `name` means UTC. */
export function createZone(name: string): Zone {
  const clock = wallClock(name);
  const offsets = new Map<number, number>();

  function offsetAt(milliseconds: number): number {
    const quarter = Math.floor(milliseconds / QUARTER_HOUR);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      offset = clock ? clock(quarter * QUARTER_HOUR) - quarter * QUARTER_HOUR : 0;
      offsets.set(quarter, offset);
    }
    return offset;
  }

  function shifted(milliseconds: number): string {
    return new Date(milliseconds + offsetAt(milliseconds)).toISOString().slice(0, 19);
  }

  return {
    name: clock ? name : "UTC",
    local(instant) {
      const [, day, time, fraction = ""] = INSTANT.exec(instant) ?? [];
      if (day === undefined || time === undefined) return instant;
      return shifted(Date.parse(`${day}T${time}Z`)) + fraction;
    },
    localMicros(micros) {
      const seconds = Math.floor(micros / 1e6);
      return shifted(seconds * 1_000) + fractionText(micros - seconds * 1e6);
    },
  };
}

/** Microseconds of a second as `.25`, without trailing zeros; nothing for a whole second. */
export function fractionText(micros: number): string {
  return micros === 0 ? "" : `.${String(micros).padStart(6, "0").replace(/0+$/, "")}`;
}

/** What the wall clock of a zone shows at an instant, as if it were UTC. */
function wallClock(timeZone: string): ((milliseconds: number) => number) | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "gregory",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
      era: "short",
    });
  } catch {
    return undefined;
  }
  return (milliseconds) => {
    const field: Record<string, string> = {};
    for (const { type, value } of format.formatToParts(milliseconds)) field[type] = value;
    const year = field["era"] === "BC" ? 1 - Number(field["year"]) : Number(field["year"]);
    const date = new Date(0);
    date.setUTCFullYear(year, Number(field["month"]) - 1, Number(field["day"]));
    date.setUTCHours(Number(field["hour"]), Number(field["minute"]), Number(field["second"]));
    return date.getTime();
  };
}
