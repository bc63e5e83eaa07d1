/**
 * An input in the address: its name once for each value, `region:null=1` for NULL, `region:none=1`
 * where no value at all is chosen. Without any of them the default holds.
 */
import type { WrittenChoice } from "../../../src/fold/choice-text.js";
import { ALL } from "../../../src/fold/choice-text.js";
import { readValues, writeValues } from "../controls/query.js";

/** Undefined where the address does not say. */
export function readInput(query: string, name: string): WrittenChoice | undefined {
  const texts = readValues(query, name);
  const withNull = isSet(query, `${name}:null`);
  return texts.length > 0 || withNull || isSet(query, `${name}:none`)
    ? { texts, withNull }
    : undefined;
}

/** The query with the choice set, or without it when it is undefined. */
export function writeInput(
  query: string,
  name: string,
  written: (WrittenChoice & { readonly isAll?: boolean }) | undefined,
): string {
  const { texts = [], withNull = false, isAll = false } = written ?? {};
  // A value that reads as `all` stands twice: a single one means everything.
  const isNamedAll = texts.length === 1 && texts[0] === ALL && !isAll;
  const isNone = written !== undefined && texts.length === 0 && !withNull;
  const plain = writeValues(query, name, isNamedAll ? [ALL, ALL] : texts);
  const nullable = writeValues(plain, `${name}:null`, withNull ? ["1"] : []);
  return writeValues(nullable, `${name}:none`, isNone ? ["1"] : []);
}

function isSet(query: string, key: string): boolean {
  return readValues(query, key).includes("1");
}
