type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The same record without the entries that are undefined. */
export function defined<T extends object>(record: T): Defined<T> {
  const kept: Partial<T> = {};
  for (const key in record) {
    if (record[key] !== undefined) kept[key] = record[key];
  }
  // Nothing but undefined was left out.
  return kept as Defined<T>;
}
