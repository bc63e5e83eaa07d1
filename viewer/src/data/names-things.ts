import type { Column } from "./column.js";

/** Last words of the names of columns whose integers name things: nobody counts with them. */
const NAMING =
  /(^|[_.\s-])(id|ids|uid|pid|key|pk|fk|sk|code|zip|zipcode|postcode|plz|sku|ean|isbn|phone|yr|year|years?_?month|yyyy|yyyymm|yyyymmdd|jahr)$/i;

type Values = Pick<Column, "type" | "length" | "value">;

const [FIRST_YEAR, LAST_YEAR] = [1000, 2999];

/**
 * Whether the integers of a column name things, such as ids and years: those are read digit by
 * digit, without marks between thousands.
 */
export function namesThings(column: Values, key: string): boolean {
  return isNamedForThings(column, key) || areYears(column);
}

/** The same by the column's name alone, for what may be an amount between 1,000 and 2,999. */
export function isNamedForThings({ type }: Pick<Column, "type">, key: string): boolean {
  // `orderId` is `order_id`.
  return /^u?int/.test(type) && NAMING.test(key.replaceAll(/([a-z\d])([A-Z])/g, "$1_$2"));
}

function areYears({ type, length, value }: Values): boolean {
  if (!/^u?int/.test(type)) return false;
  let some = false;
  for (let row = 0; row < length; row += 1) {
    const one = value(row);
    if (one === null) continue;
    if (typeof one !== "number" || one < FIRST_YEAR || one > LAST_YEAR) return false;
    some = true;
  }
  return some;
}
