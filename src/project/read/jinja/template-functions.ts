/**
 * The functions and filters of project templates. A thrown error would kill the engine, so a
 * failure is kept and a value is returned that the engine refuses in its own, orderly way.
 */
import { readFileSync, realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { ENV_CLOSE, ENV_OPEN, GUARD, envMarker, type EnvironmentCall } from "../env-marker.js";
import { isInside } from "../inside.js";
import { LIMITS } from "../yaml/limits.js";
import { CALLS, DEFAULT_FILTERS, type CallVariant } from "./environment-calls.js";
import { formatText } from "./format-filter.js";
import { isoText, strftime, unixSeconds } from "./strftime.js";

/** No value of the engine: a call that returns it fails with its line and column. */
const REFUSED = 1n << 70n;

/** What an unset variable is before `| default(…)`. */
const UNSET = `${ENV_OPEN}${ENV_CLOSE}`;

/** Seconds in each unit that `timedelta` takes. */
const UNITS = {
  weeks: 604_800,
  days: 86_400,
  hours: 3_600,
  minutes: 60,
  seconds: 1,
  milliseconds: 1e-3,
  microseconds: 1e-6,
} as const;

export interface FunctionContext {
  readonly variables: Readonly<Record<string, string>>;
  /** Folders from which `read_json_file` looks, in order. */
  readonly folders: readonly string[];
  /** Nothing outside this folder is read. */
  readonly root: string;
  /** Unix seconds. */
  readonly now: number;
}

/** Why a call failed. */
export type CallFailure =
  | { readonly kind: "failed"; readonly problem: string }
  | { readonly kind: "variable-needed"; readonly variable: string };

/** A mistake in a template's call, with a clause that says it. */
class CallError extends Error {}

class VariableNeeded extends Error {
  constructor(readonly variable: string) {
    super();
  }
}

/** What the functions of one template did, and the functions themselves. */
export class TemplateFunctions {
  readonly calls: EnvironmentCall[] = [];
  /** Variables that are not set and whose marker was returned, by index of the call. */
  readonly unset = new Map<number, "text" | "kept">();
  /** Values that were used; they must not be shown. */
  readonly values = new Set<string>();
  /** Variables whose values went into the text. */
  readonly inlined = new Set<string>();
  /** Absolute paths of files that were read. */
  readonly inputs = new Set<string>();
  /** Variables whose default was returned. */
  readonly defaulted = new Set<string>();
  #failure: CallFailure | undefined;
  readonly #callIndex = new Map<string, number>();

  constructor(private readonly context: FunctionContext) {}

  /** Why the first call failed since this was asked last. */
  takeFailure(): CallFailure | undefined {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure;
  }

  get globals(): Record<string, (...values: unknown[]) => unknown> {
    const variants = Object.entries(CALLS) as [CallVariant, string][]; // the keys of CALLS are the variants
    return {
      ...Object.fromEntries(
        variants.map(([variant, name]) => [
          name,
          this.#safely((...values) => this.#environmentVariable(variant, values)),
        ]),
      ),
      // The engine's own shows what it is made of.
      debug: this.#safely(() => {
        throw new CallError(
          "`debug` is not there in projects; write out the value that you want to see",
        );
      }),
      now: this.#safely(() => this.context.now),
      timedelta: this.#safely((...values) => timedelta(values)),
      to_unix: this.#safely((text) => unixSeconds(textOf(text, "`to_unix` needs a date as text"))),
      to_iso: this.#safely((seconds) => isoText(numberOf(seconds, "`to_iso` needs Unix seconds"))),
      to_str_format: this.#safely((seconds, format) =>
        formatDate("to_str_format", seconds, format),
      ),
      read_json_file: this.#safely((path) =>
        this.#readJson(textOf(path, "`read_json_file` needs a path as text")),
      ),
    };
  }

  get filters(): Record<string, (...values: unknown[]) => unknown> {
    return {
      format: this.#safely((format, ...values) => {
        const named =
          values.at(-1) instanceof Map ? (values.pop() as Map<string, unknown>) : new Map(); // keyword arguments arrive as a Map
        return formatText(textOf(format, "`format` needs text before it"), values, named);
      }),
      strftime: this.#safely((seconds, format) => formatDate("strftime", seconds, format)),
      // These receive what a call of `env_var` yields, its marker included.
      ...Object.fromEntries(
        Object.values(DEFAULT_FILTERS).map((name) => [
          name,
          (value: unknown, ...rest: unknown[]) => this.#withDefault(value, defaultArguments(rest)),
        ]),
      ),
    };
  }

  #safely(call: (...values: unknown[]) => unknown): (...values: unknown[]) => unknown {
    return (...values) => {
      try {
        for (const value of values) this.#refuseMarker(value);
        return call(...values);
      } catch (error) {
        this.#failure ??= failureOf(error);
        return REFUSED;
      }
    };
  }

  /**
   * A marker stands for a variable that is not set, or is filled in later: nothing can be computed
   * with it.
   */
  #refuseMarker(value: unknown): void {
    const index =
      typeof value === "string" ? new RegExp(`${ENV_OPEN}(\\d+)`).exec(value)?.[1] : undefined;
    const call = index === undefined ? undefined : this.calls[Number(index)];
    if (call) throw new VariableNeeded(call.variable);
  }

  #environmentVariable(variant: CallVariant, values: readonly unknown[]): unknown {
    const [name, ...rest] = values;
    const variable = textOf(name, "`env_var` needs the name of a variable as text");
    const fallback = givenDefault(rest);
    const hasFallback = fallback !== undefined && fallback !== null;
    const value = this.context.variables[variable];
    if (value !== undefined) this.values.add(value);
    if (variant === "opaque")
      return this.#marker({ variable, ...(hasFallback && { fallback: plainText(fallback) }) });
    if (value !== undefined) this.inlined.add(variable);
    if (value !== undefined) return value.replaceAll("${", `$${GUARD}{`);
    if (hasFallback || variant === "defaulted") this.defaulted.add(variable);
    if (hasFallback) return fallback;
    if (variant === "defaulted") return UNSET;
    if (variant === "needed") throw new VariableNeeded(variable);
    const marker = this.#marker({ variable });
    this.unset.set(this.#callIndex.get(keyOf({ variable })) ?? 0, variant);
    return marker;
  }

  /** The value itself, if it is set; of an opaque piece another one that knows its default. */
  #withDefault(value: unknown, { fallback, forEmpty }: DefaultArguments): unknown {
    if (value === UNSET || (forEmpty && value === "")) return fallback;
    const index = typeof value === "string" ? OPAQUE.exec(value)?.[1] : undefined;
    const call = index === undefined ? undefined : this.calls[Number(index)];
    if (!call || call.fallback !== undefined) return value;
    if (forEmpty && this.context.variables[call.variable] === "") return fallback;
    return this.#marker({ ...call, fallback: plainText(fallback) });
  }

  #marker(call: EnvironmentCall): string {
    const key = keyOf(call);
    let index = this.#callIndex.get(key);
    if (index === undefined) {
      index = this.calls.push(call) - 1;
      this.#callIndex.set(key, index);
    }
    return envMarker(index);
  }

  #readJson(path: string): unknown {
    const { folders, root } = this.context;
    for (const folder of folders) {
      const file = resolve(folder, path);
      const real = realPath(file);
      if (real === undefined) continue;
      if (!isInside(root, file) || !isInside(realpathSync(root), real))
        throw new CallError(`\`${path}\` lies outside the project's folder`);
      this.inputs.add(file);
      const found = statSync(real);
      if (!found.isFile()) throw new CallError(`\`${path}\` is not a file`);
      if (found.size > LIMITS.size) throw new CallError(`\`${path}\` is larger than 16 MB`);
      return parseJson(readFileSync(real, "utf8"), path);
    }
    throw new CallError(`there is no file \`${path}\``);
  }
}

const OPAQUE = new RegExp(`^${ENV_OPEN}(\\d+)${ENV_CLOSE}$`);

/** A default as the text of a value: lists and dictionaries as JSON, which YAML reads. */
function plainText(value: unknown): string {
  if (value instanceof Map) return JSON.stringify(Object.fromEntries(value));
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

interface DefaultArguments {
  readonly fallback: unknown;
  /** Whether an empty value gives way to the default, too. */
  readonly forEmpty: boolean;
}

/** The arguments of the filter `default`, which may be named. */
function defaultArguments(values: readonly unknown[]): DefaultArguments {
  const last = values.at(-1);
  const named = last instanceof Map ? last : undefined;
  const [fallback = named?.get("default_value") ?? "", forEmpty = named?.get("boolean")] = named
    ? values.slice(0, -1)
    : values;
  return { fallback, forEmpty: forEmpty === true };
}

/** The second argument of `env_var`, which may be named. */
function givenDefault(values: readonly unknown[]): unknown {
  const [value] = values;
  const named = value instanceof Map ? [...value.keys()] : [];
  if (values.length > 1 || named.some((key) => key !== "default"))
    throw new CallError("`env_var` takes a name and one default: `env_var('NAME', 'default')`");
  return value instanceof Map ? value.get("default") : value;
}

function timedelta(values: readonly unknown[]): number {
  const [named] = values;
  if (!(named instanceof Map) || values.length !== 1)
    throw new CallError("`timedelta` takes named values, such as `timedelta(days=7)`");
  let seconds = 0;
  for (const [unit, amount] of named) {
    const factor = Object.entries(UNITS).find(([name]) => name === unit)?.[1];
    if (factor === undefined) throw new CallError(`\`timedelta\` has no unit \`${String(unit)}\``);
    seconds += factor * numberOf(amount, "`timedelta` needs numbers");
  }
  return seconds;
}

function formatDate(name: string, seconds: unknown, format: unknown): string {
  return strftime(
    numberOf(seconds, `\`${name}\` needs Unix seconds, such as \`now()\``),
    textOf(format, `\`${name}\` needs a format as text`),
  );
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(withExactIntegers(text.replace(/^\uFEFF/, "")));
  } catch {
    throw new CallError(`\`${path}\` is not valid JSON`);
  }
}

/** Integers that a number cannot hold become text, which is written out with the same digits. */
function withExactIntegers(json: string): string {
  return json.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function textOf(value: unknown, problem: string): string {
  if (typeof value !== "string") throw new CallError(problem);
  return value;
}

function numberOf(value: unknown, problem: string): number {
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "number") throw new CallError(problem);
  return value;
}

function failureOf(error: unknown): CallFailure {
  if (error instanceof VariableNeeded) return { kind: "variable-needed", variable: error.variable };
  // Of other errors only the code is shown: their text may hold paths or values.
  const known = error instanceof CallError || error instanceof RangeError;
  const code = (error as NodeJS.ErrnoException).code ?? "error";
  return { kind: "failed", problem: known ? error.message : `a file cannot be read (${code})` };
}

function keyOf({ variable, fallback }: EnvironmentCall): string {
  return fallback === undefined ? variable : `${variable}\0${fallback}`;
}
