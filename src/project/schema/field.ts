/**
 * The grammar of objects as data: each kind is a table of fields. Checking reads these tables, and
 * so do the generated reference and the JSON Schema.
 */
import type { LogicalType } from "../../contract/logical-type.js";
import type { ConfigValue } from "../env-value.js";
import type { SqlText } from "../../sql/trace/trace-sql.js";
import type { LateValue } from "../objects.js";
import type { YamlMap, YamlNode } from "../yaml-node.js";
import type { CheckedField } from "./checked-field.js";
import type { Reference, Target } from "./declaration.js";
import type { WrittenExpression } from "./written-expression.js";

/** What the value of a field may be. What is known of each is in `types/`. */
export type FieldType =
  | { readonly is: "text" }
  /** Text of 1 to 128 characters without control characters. */
  | { readonly is: "name" }
  | { readonly is: "choice"; readonly values: readonly string[] }
  | {
      readonly is: "number";
      readonly whole?: true;
      readonly least?: number;
      readonly most?: number;
      /**
       * In compat mode a smaller number is taken for `least`, with a warning: version 1.0 let it
       * pass.
       */
      readonly raised?: true;
    }
  | { readonly is: "boolean" }
  | { readonly is: "false" }
  /** An address of the web. */
  | { readonly is: "link" }
  /** `90s`, `5m`, `1h`, `2d`, or a number of seconds; the value is in milliseconds. */
  | { readonly is: "duration" }
  /** `512MB`, `2 GB`, or a number of bytes; a kB is 1,000 bytes. */
  | { readonly is: "bytes" }
  /** An IANA name, such as `Europe/Berlin`. */
  | { readonly is: "timeZone" }
  /** A language tag, such as `de-DE`. */
  | { readonly is: "language" }
  | { readonly is: "columnType" }
  | { readonly is: "list"; readonly of: FieldType; readonly lone?: true }
  | { readonly is: "map"; readonly of: FieldType }
  | { readonly is: "object"; readonly what: string; readonly fields: Fields }
  | { readonly is: "either"; readonly of: readonly FieldType[] }
  | {
      readonly is: "reference";
      readonly to: readonly Target[];
      readonly inline: boolean;
      /** Words that stand for what no object is. */
      readonly or?: readonly string[];
    }
  /**
   * An SQL expression; `bare` says what text without `?{ … }` means, `several` that commas may
   * separate more.
   */
  | {
      readonly is: "sql";
      readonly bare: "sql" | "wrong" | "dropped in compat mode";
      readonly several?: true;
    }
  /** `>{ … }`, the expressions of tests and alerts. */
  | { readonly is: "test expression" }
  /** A value of another type, or a variable of the environment that is asked when it is used. */
  | { readonly is: "late"; readonly of: LateType; readonly secret?: true }
  /**
   * A list of mappings that their owner checks one by one; what is no mapping is undefined there.
   */
  | { readonly is: "maps"; readonly what: string; readonly fields: () => Fields }
  /** A mapping with keys that another part checks. */
  | { readonly is: "free map"; readonly what: string }
  /**
   * Anything that YAML can hold, environment values unfilled; `checkedAs` is what another part
   * makes sure of.
   */
  | { readonly is: "config"; readonly checkedAs?: FieldType };

type LateType =
  | { readonly is: "text" }
  | { readonly is: "boolean" }
  | {
      readonly is: "number";
      readonly whole?: true;
      readonly least?: number;
      readonly most?: number;
    };

/** The name of a type: `either`. */
export type TypeName = FieldType["is"];
/** The type of that name, with what belongs to it. */
export type TypeNamed<Is extends TypeName> = Extract<FieldType, { is: Is }>;

/** A line in a table: a key that a mapping may have. */
export interface Field {
  readonly type: FieldType;
  /** One sentence for the reference and for editors. */
  readonly description: string;
  readonly required?: true;
  /** A value as YAML writes it, where the type alone suggests none. */
  readonly example?: string;
  /** Older names of the same field. */
  readonly aliases?: readonly string[];
  /** What holds when the field is absent, in words. */
  readonly default?: string;
  /** Readers see the text as it is written: values of traces have no place in it. */
  readonly plain?: true;
  /** `ignored`: kept from version 1.0 without effect. */
  readonly status?: "ignored";
}

/** A table: the fields of a mapping by their names, in the order of the reference. */
export type Fields = Readonly<Record<string, Field>>;

/** What a checked value of a type is in TypeScript; unknown while the type may be any. */
export type ValueOf<T extends FieldType> = [FieldType] extends [T] ? unknown : KnownValueOf<T>;

type KnownValueOf<T extends FieldType> = T extends {
  is: "text" | "name" | "timeZone" | "language" | "link";
}
  ? string
  : T extends { is: "choice"; values: readonly (infer V)[] }
    ? V
    : T extends { is: "number" | "duration" | "bytes" }
      ? number
      : T extends { is: "boolean" }
        ? boolean
        : T extends { is: "false" }
          ? false
          : T extends { is: "columnType" }
            ? LogicalType
            : T extends { is: "list"; of: infer Of extends FieldType }
              ? readonly ValueOf<Of>[]
              : T extends { is: "map"; of: infer Of extends FieldType }
                ? ReadonlyMap<string, ValueOf<Of>>
                : T extends { is: "object"; fields: infer F extends Fields }
                  ? CheckedMap<F>
                  : T extends { is: "either"; of: readonly (infer Of extends FieldType)[] }
                    ? ValueOf<Of>
                    : T extends { is: "reference"; to: readonly (infer To extends Target)[] }
                      ? Reference<To> | WordOf<T>
                      : T extends { is: "sql" }
                        ? SqlText
                        : T extends { is: "maps" }
                          ? readonly (YamlMap | undefined)[]
                          : T extends { is: "free map" }
                            ? YamlMap
                            : T extends { is: "config" }
                              ? ConfigValue
                              : T extends { is: "test expression" }
                                ? WrittenExpression
                                : T extends { is: "late"; of: infer Of extends FieldType }
                                  ? LateValue<ValueOf<Of>>
                                  : YamlNode;

type WordOf<T> = T extends { or: readonly (infer Word)[] } ? Word : never;

/**
 * The fields of a table that are written in a mapping, in the order written; those without effect
 * are left out. A wrong one has no value, having been reported.
 */
export type CheckedFields<F extends Fields> = {
  readonly [K in keyof F]?: CheckedField<ValueOf<F[K]["type"]>> | undefined;
};

/** A mapping inside an object, with its fields. */
export interface CheckedMap<F extends Fields> {
  readonly node: YamlMap;
  readonly fields: CheckedFields<F>;
}
