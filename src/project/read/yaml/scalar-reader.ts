import type { Diagnostic } from "../../../contract/diagnostic.js";
import { createDiagnostic } from "../../../diagnostics/index.js";
import { EnvValue } from "../../env-value.js";
import type { Environment } from "../../project.js";
import type { ParsedFile, YamlScalar } from "../../yaml-node.js";
import { ENV_OPEN, GUARD, type EnvironmentCall } from "../env-marker.js";
import { plainValue } from "./plain-scalar.js";
import { createScalar } from "./tree.js";

/** What turns the text of scalars into values. */
export interface ScalarContext {
  readonly compat: boolean;
  readonly environment: Environment;
  /** Calls of `env_var` that the rendered text refers to. */
  readonly calls: readonly EnvironmentCall[];
}

type Part = EnvValue["parts"][number];

const PARTS = /\uFDD2(\d+)\uFDD3|\$\{\s*env\.([A-Za-z_]\w*)(?::-([^}]*?))?\s*\}/g;
const MARKERS = /\uFDD2(\d+)\uFDD3/g;
/** Values that are expressions: `${env.X}` in them is left to Jinja. */
const EXPRESSION = /^(?:\?\{|>\{|query\()/;

/** Makes scalars of one file, with environment values kept as {@link EnvValue}. */
export class ScalarReader {
  /** False for most files, whose scalars then need no search. */
  readonly #mayHaveParts: boolean;
  readonly #mayHaveGuards: boolean;

  constructor(
    private readonly file: ParsedFile,
    private readonly context: ScalarContext,
    text: string,
    private readonly diagnostics: Diagnostic[],
  ) {
    this.#mayHaveParts = context.calls.length > 0 || text.includes("${");
    this.#mayHaveGuards = text.includes(GUARD);
  }

  /**
   * A scalar below `key`; `plain` when it is not quoted, so that it may be a number, boolean or
   * null.
   */
  scalar(
    text: string,
    plain: boolean,
    key: string | undefined,
    start: number,
    end: number,
  ): YamlScalar {
    const parts = this.#mayHaveParts ? this.#partsOf(text, key, start, end) : undefined;
    const value = parts ? this.#join(parts, plain, start, end) : this.#literal(text, plain);
    return createScalar(this.file, start, end, value);
  }

  /** A key, in which environment values must be known. */
  key(text: string, start: number, end: number): string {
    if (!this.#mayHaveParts || !text.includes(ENV_OPEN)) return this.#unguarded(text);
    return text.replaceAll(MARKERS, (_, index: string) => {
      const call = this.context.calls[Number(index)];
      if (!call) return "";
      const value = this.context.environment.get(call.variable) ?? call.fallback;
      if (value !== undefined) return value;
      const at = this.file.locate(start, end);
      const { variable } = call;
      this.diagnostics.push(createDiagnostic("environment-variable-needed", { variable }, { at }));
      return variable;
    });
  }

  /** A key as messages may show it: without what came from the environment. */
  shownKey(text: string): string {
    return this.#unguarded(text).replaceAll(MARKERS, "…");
  }

  #literal(text: string, plain: boolean): YamlScalar["value"] {
    const own = this.#unguarded(text);
    return plain ? plainValue(own, this.context.compat) : own;
  }

  #unguarded(text: string): string {
    return this.#mayHaveGuards ? text.replaceAll(GUARD, "") : text;
  }

  #partsOf(text: string, key: string | undefined, start: number, end: number): Part[] | undefined {
    const late = key !== "sql" && text.includes("${") && !EXPRESSION.test(text);
    if (!late && !text.includes(ENV_OPEN)) return undefined;
    const parts: Part[] = [];
    let last = 0;
    for (const match of text.matchAll(late ? PARTS : MARKERS)) {
      if (match.index > last)
        parts.push(this.#own(text.slice(last, match.index), late, start, end));
      last = match.index + match[0].length;
      if (match[1] !== undefined) {
        parts.push(this.#callPart(Number(match[1]), match[0].length === text.length));
      } else if (match[2] !== undefined) {
        const fallback = match[3];
        parts.push({ variable: match[2], ...(fallback !== undefined && { fallback }) });
      }
    }
    if (last < text.length) parts.push(this.#own(text.slice(last), late, start, end));
    return parts;
  }

  /** Text of the file itself, in which `${env` that is left over is a misspelt reference. */
  #own(text: string, late: boolean, start: number, end: number): string {
    if (late && /\$\{\s*env\b/.test(text)) {
      const at = this.file.locate(start, end);
      this.diagnostics.push(createDiagnostic("environment-reference-invalid", {}, { at }));
    }
    return this.#unguarded(text);
  }

  /** A call that is a whole scalar stays open; of a part the value is put in when it is known. */
  #callPart(index: number, whole: boolean): Part {
    const call = this.context.calls[index];
    if (!call) return "";
    const { environment } = this.context;
    const value = whole ? call : environment.get(call.variable);
    if (value !== undefined || call.fallback === undefined) return value ?? call;
    environment.noteDefault(call.variable);
    return call.fallback;
  }

  #join(parts: readonly Part[], plain: boolean, start: number, end: number): YamlScalar["value"] {
    const merged: Part[] = [];
    for (const part of parts) {
      const last = merged.at(-1);
      if (typeof part === "string" && typeof last === "string")
        merged[merged.length - 1] = last + part;
      else merged.push(part);
    }
    const [only = ""] = merged;
    if (merged.length <= 1 && typeof only === "string")
      return plain ? plainValue(only, this.context.compat) : only;
    return new EnvValue(merged, this.file.locate(start, end));
  }
}
