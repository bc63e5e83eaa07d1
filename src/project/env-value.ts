import type { SourceRange } from "../contract/diagnostic.js";

/**
 * A field whose value comes from the environment, kept as its parts until it is used, so that a
 * source which no job touches may lack its variables and no value passes through YAML.
 */
export class EnvValue {
  constructor(
    /**
     * Literal text and variables in order; `fallback` is what `${env.X:-…}` or a second argument
     * gave.
     */
    readonly parts: readonly (string | { readonly variable: string; readonly fallback?: string })[],
    readonly at: SourceRange,
  ) {}

  /** The variables' names, in order of use. */
  get variables(): string[] {
    return this.parts.flatMap((part) => (typeof part === "string" ? [] : [part.variable]));
  }
}

/** A value in an object's fields. */
export type ConfigValue =
  | string
  | number
  | boolean
  | null
  | EnvValue
  | readonly ConfigValue[]
  | { readonly [key: string]: ConfigValue };
