/** Instants as wall-clock text of the project's time zone. */

export interface Zone {
  readonly name: string;
  /**
   * `2013-01-01T10:15:00Z` → `2013-01-01T05:15:00`; what is not such an instant comes back as it
   * is.
   */
  readonly local: (instant: string) => string;
  /**
   * The same for an axis. Time that the clock shows twice has a place for each: both passes share
   * the time between its beginning and its end, one after the other.
   */
  readonly place: (instant: string) => string;
  /** Whether the clock shows this time twice. */
  readonly isTwice: (instant: string) => boolean;
  /** The same as {@link local} from microseconds since 1970. */
  readonly localMicros: (micros: number) => string;
}

/**
 * No zone has changed its clock at any other time than a quarter hour of UTC, since clocks are set
 * by law.
 */
const QUARTER_HOUR = 900_000;
const INSTANT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?Z$/;

/** In quarter hours: no clock goes back farther. */
const LONGEST_REPEAT = 8;

interface Repeated {
  readonly begin: number;
  readonly length: number;
  readonly isFirst: boolean;
  readonly offset: number;
}

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

  /** Where the clock goes back: from when to when, as wall-clock time, and the time it shows twice. */
  function repeated(milliseconds: number): Repeated | undefined {
    const offset = offsetAt(milliseconds);
    const far = LONGEST_REPEAT * QUARTER_HOUR;
    const others = [offsetAt(milliseconds - far), offsetAt(milliseconds + far)];
    if (others.every((other) => other === offset)) return undefined;
    const quarter = Math.floor(milliseconds / QUARTER_HOUR);
    for (let distance = 0; distance <= LONGEST_REPEAT; distance += 1) {
      // The clock goes back at the beginning of one of the quarter hours around.
      for (const turn of distance === 0 ? [quarter] : [quarter - distance, quarter + distance]) {
        const at = turn * QUARTER_HOUR;
        const length = offsetAt(at - 1) - offsetAt(at);
        if (length <= 0) continue;
        const isFirst = milliseconds < at;
        const isTwice = isFirst ? milliseconds >= at - length : milliseconds < at + length;
        if (isTwice) return { begin: at + offsetAt(at), length, isFirst, offset };
      }
    }
    return undefined;
  }

  return {
    name: clock ? name : "UTC",
    local(instant) {
      const [, day, time, fraction = ""] = INSTANT.exec(instant) ?? [];
      if (day === undefined || time === undefined) return instant;
      return shifted(Date.parse(`${day}T${time}Z`)) + fraction;
    },
    place(instant) {
      const [, day, time, fraction = ""] = INSTANT.exec(instant) ?? [];
      if (day === undefined || time === undefined) return instant;
      const milliseconds = Date.parse(`${day}T${time}Z`);
      const twice = repeated(milliseconds);
      if (!twice) return shifted(milliseconds) + fraction;
      const { begin, length, isFirst, offset } = twice;
      const passed = milliseconds + Number(`0${fraction}`) * 1_000 + offset - begin;
      return new Date(begin + passed / 2 + (isFirst ? 0 : length / 2)).toISOString().slice(0, -1);
    },
    isTwice(instant) {
      const milliseconds = Date.parse(instant);
      return !Number.isNaN(milliseconds) && repeated(milliseconds) !== undefined;
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
