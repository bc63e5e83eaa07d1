/** Texts that are dates, for sources that have no type of their own for them. */

const ISO =
  /^(\d{4})-(\d\d)(?:-(\d\d)(?:[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?)?$/;

/**
 * What follows the time of an ISO date or month (`2024-01`, `2024-01-31`, `2024-01-31T10:00Z`):
 * the zone or nothing; undefined for every other text.
 */
export function zoneOfIsoDate(text: string): string | undefined {
  const [found, year, month, day = "01", , zone = ""] = ISO.exec(text) ?? [];
  if (found === undefined) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return exists ? zone : undefined;
}

/** Whether all are ISO dates or months of one zone, so that they stand rightly beside each other. */
export function areIsoDates(texts: Iterable<string>): boolean {
  let zone: string | undefined;
  for (const text of texts) {
    const found = zoneOfIsoDate(text);
    if (found === undefined || (zone !== undefined && found !== zone)) return false;
    zone = found;
  }
  return zone !== undefined;
}
