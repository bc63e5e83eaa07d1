type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The same record without the entries that are undefined. */
export function defined<T extends object>(record: T): Defined<T> {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined);
  // Object.fromEntries forgets which key had which type; nothing but undefined was taken away.
  return Object.fromEntries(entries) as Defined<T>;
}
