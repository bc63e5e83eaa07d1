import type { SourceRange } from "../../contract/diagnostic.js";
import type { PropertyPath } from "../../contract/property-path.js";
import type { YamlEntry, YamlNode } from "../yaml-node.js";
import { nodeBelow, placeOf } from "./place.js";

/** A field as it stands in the file, under whichever of its names: its value with its place. */
export class CheckedField<T = unknown> {
  constructor(
    private readonly entry: YamlEntry,
    /** Undefined when it is wrong, which has been reported, or empty. */
    readonly value: T | undefined,
  ) {}

  get node(): YamlNode {
    return this.entry.value;
  }

  /** The place of the value; worked out when it is asked for, as `keyAt` is. */
  get at(): SourceRange {
    return placeOf(this.entry.value);
  }

  /** The place of the key, which stands in the file of its value. */
  get keyAt(): SourceRange {
    const { keyStart, keyEnd, value } = this.entry;
    return value.file.locate(keyStart, keyEnd);
  }

  /** Whether the key has no value, which counts as an absent field. */
  get isEmpty(): boolean {
    const { value } = this.entry;
    return value.kind === "scalar" && value.value === null;
  }
}

/** A field whose value is not checked yet, or is not asked for. */
export type WrittenField = Omit<CheckedField, "value">;

/** Checked fields by their names, of whatever table. */
export type FieldRecord = Readonly<Record<string, CheckedField | undefined>>;

/** The values of checked fields without their places. */
export type ValuesOf<C extends FieldRecord> = {
  readonly [K in keyof C]?: NonNullable<C[K]>["value"];
};

/** The values of checked fields by the fields' names; an absent or wrong one is undefined. */
export function valuesOf<C extends FieldRecord>(fields: C): ValuesOf<C> {
  const values: Record<string, unknown> = {};
  for (const name in fields) values[name] = fields[name]?.value;
  return values;
}

/**
 * The value at a path inside an object, or the nearest one above it that is written; undefined when
 * that is the object itself.
 */
export function nodeAt(fields: FieldRecord, [name, ...below]: PropertyPath): YamlNode | undefined {
  const field = name === undefined ? undefined : fields[name];
  return field && nodeBelow(field.node, below);
}
