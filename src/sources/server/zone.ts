/** A time zone in which a server writes moments, and the way back to UTC. */

const DAY = 86_400;

export interface Zone {
  /** A name of the IANA, or an offset such as `+00:00`, which is UTC's. */
  readonly name: string;
  /**
   * Seconds since 1970 of a wall clock there → the same in UTC. Of two possible ones it is the
   * earlier.
   */
  toUtc(seconds: number, onAmbiguous: () => void): number;
}

/** Greenwich, which a server knows without tables of zones. */
const UTC: Zone = { name: "+00:00", toUtc: (seconds) => seconds };

/**
 * The zone of a name or an offset: UTC without one, so that no instant comes twice. Throws a
 * RangeError for a name that Node does not know.
 */
export function zoneOf(name: string | undefined): Zone {
  if (name === undefined || /^(?:z|utc|gmt|etc\/(?:utc|gmt|zulu|universal))$/i.test(name))
    return UTC;
  const offset = /^([+-])(\d{1,2}):(\d{2})$/.exec(name);
  if (offset) {
    const seconds = Number(offset[2]) * 3600 + Number(offset[3]) * 60;
    const shift = offset[1] === "-" ? -seconds : seconds;
    return { name, toUtc: (wall) => wall - shift };
  }
  return namedZone(name);
}

function namedZone(name: string): Zone {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: name,
    timeZoneName: "longOffset",
  });
  const known = new Map<number, number>();

  /** Seconds by which the zone is ahead of UTC at a moment. */
  function ahead(moment: number): number {
    const text = format
      .formatToParts(moment * 1000)
      .find(({ type }) => type === "timeZoneName")?.value;
    const [, sign, hours, minutes = "0", seconds = "0"] =
      /^GMT(?:([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?)?$/.exec(text ?? "") ?? [];
    const size = Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds);
    return sign === "-" ? -size : size;
  }
  /** The same, asked once for each day of UTC; NaN on days on which it changes. */
  function aheadOnDay(day: number): number {
    const before = known.get(day);
    if (before !== undefined) return before;
    const start = ahead(day * DAY);
    const value = start === ahead((day + 1) * DAY) ? start : Number.NaN;
    known.set(day, value);
    return value;
  }
  return {
    name,
    toUtc(wall, onAmbiguous) {
      const day = Math.floor(wall / DAY);
      const [before, here, after] = [aheadOnDay(day - 1), aheadOnDay(day), aheadOnDay(day + 1)];
      if (before === here && here === after) return wall - here;
      const offsets = new Set([ahead(wall - DAY), ahead(wall + DAY)]);
      const moments = [...offsets].map((offset) => wall - offset);
      const possible = moments.filter((moment) => moment + ahead(moment) === wall);
      if (possible.length > 1) onAmbiguous();
      return Math.min(...(possible.length > 0 ? possible : moments));
    },
  };
}
