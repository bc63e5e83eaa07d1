/** Rows as VALUES of the standard, whose columns get their names behind it. */
export function valuesTable(
  rows: readonly (readonly string[])[],
  names: readonly string[],
): string {
  const values = rows.map((row) => `(${row.join(", ")})`).join(",\n");
  return `(values ${values}) as hw_rows(${names.join(", ")})`;
}
