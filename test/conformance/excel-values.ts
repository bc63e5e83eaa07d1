/** Numbers in cells of Excel by their format: how they arrive. The reference of types shows them. */
export const EXCEL_VALUES: readonly (readonly [
  format: string,
  cell: number,
  type: string,
  value: string | number,
])[] = [
  ["General", 5, "int64", 5],
  ["0.00", 0.1, "float64", 0.1],
  ["yyyy-mm-dd", 45351, "date", "2024-02-29"],
  ["dd/mm/yyyy hh:mm", 45361.003472222219, "timestamp", "2024-03-10T00:05:00"],
  ['ggge"年"m"月"d"日"', 45351, "date", "2024-02-29"],
  ["hh:mm", 0.4375, "time", "10:30:00"],
  ["[h]:mm:ss", 1.25, "interval", "30:00:00"],
];
