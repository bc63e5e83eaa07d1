/** Answers of the coordinator, of which nothing is taken for granted. */

export type Fields = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One answer about a statement: a page of its rows, perhaps with none. */
export interface Page {
  /** The statement's own id. */
  readonly id: string;
  /** Where the next page is; undefined at the end. */
  readonly next: string | undefined;
  /** As the server describes them; undefined before they are known, and where there are none. */
  readonly columns: readonly unknown[] | undefined;
  readonly rows: readonly (readonly unknown[])[];
  /** The rows lie elsewhere, and only their addresses came. */
  readonly isSpooled: boolean;
  readonly error: Fields | undefined;
}

/** Undefined for what is no such answer. */
export function pageOf(value: unknown): Page | undefined {
  if (!isMapping(value)) return undefined;
  const { id, nextUri, columns, error } = value;
  const data: unknown = value["data"] ?? [];
  const isSpooled = isMapping(data);
  const rows: readonly unknown[] | undefined = isSpooled ? [] : listIn(data);
  if (typeof id !== "string" || !rows?.every((row) => Array.isArray(row))) return undefined;
  return {
    id,
    next: typeof nextUri === "string" ? nextUri : undefined,
    columns: listIn(columns),
    rows,
    isSpooled,
    error: isMapping(error) ? error : undefined,
  };
}

function listIn(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}
