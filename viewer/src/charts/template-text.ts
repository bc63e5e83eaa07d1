/** Templates of Plotly, in which `%{y:.2f}` stands for a number of each row. */
import type { Value } from "../../../src/contract/result.js";

/** A value for each row, and how it is written. */
export interface Variable {
  readonly values: readonly Value[];
  /** Without a format; undefined where Plotly writes the same. */
  readonly plain: ((value: string | number) => string) | undefined;
  readonly formatted: (value: string | number, format: string) => string;
}

const VARIABLE = /%\{([^\s%{}:|]+)(?::([^{}]*))?\}/g;

/** A template for each row, with those variables filled in; undefined where there is none. */
export function fillTemplate(
  template: string,
  variables: ReadonlyMap<string, Variable>,
): string[] | undefined {
  const named = [...template.matchAll(VARIABLE)].filter(([, name = "", format]) => {
    const variable = variables.get(name);
    return variable && (format !== undefined || variable.plain);
  });
  const length = Math.max(0, ...[...variables.values()].map(({ values }) => values.length));
  if (named.length === 0) return undefined;
  return Array.from({ length }, (_, row) =>
    template.replace(VARIABLE, (written, name: string, format: string | undefined) => {
      const variable = variables.get(name);
      const value = variable?.values[row];
      if (!variable || (typeof value !== "string" && typeof value !== "number")) return written;
      if (format !== undefined) return variable.formatted(value, format);
      return variable.plain ? variable.plain(value) : written;
    }),
  );
}
