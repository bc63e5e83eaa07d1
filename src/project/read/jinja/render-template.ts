/**
 * Two renders of one template: the plain one is the text, the marked one says where it came from.
 * Runs in the worker, for fuel bounds the engine's time but nothing in the process bounds its
 * memory.
 */
import { Environment } from "minijinja-js";
import { LIMITS } from "../yaml/limits.js";
import { engineProblem, knownNames, type EngineNames } from "./engine-error.js";
import { renameEnvironmentCalls } from "./environment-calls.js";
import { markTemplate, readMarks } from "./mark-template.js";
import type { RenderReply, RenderRequest, TemplateProblem } from "./render-messages.js";
import { TemplateFunctions } from "./template-functions.js";
import { undefinedNames } from "./template-names.js";
import { scanTemplate, type ScannedTemplate } from "./template-scanner.js";
import { findUnsetUse } from "./unset-use.js";
import type { RenderMap } from "../positions.js";

/** Instructions: about a second. Marks make a template longer, never its loops. */
const FUEL = 5_000_000;
const MARKED_FUEL = 4 * FUEL;

/** Most undefined names that are reported one by one in lenient mode. */
const MOST_UNDEFINED = 20;

/** Renders a template; `broken` is set when the engine cannot be used again. */
export function renderTemplate(request: RenderRequest): RenderReply {
  const template = scanTemplate(request.source);
  const functions = new TemplateFunctions(request);
  const render = new TemplateRender(template, functions, request.lenient);
  const finish = (
    problems: readonly TemplateProblem[],
    text?: string,
    map?: RenderMap,
  ): RenderReply => ({
    ...(text !== undefined && { text }),
    ...(map && { map }),
    calls: functions.calls,
    problems,
    inputs: [...functions.inputs],
    defaulted: [...functions.defaulted],
    broken: render.broken,
  });
  const warnings = request.lenient ? render.undefinedNames() : [];
  const plain = render.plain();
  if (typeof plain !== "string") return finish([...warnings, plain]);
  if (plain.length > LIMITS.size)
    return finish([{ start: 0, end: 0, kind: "exhausted", resource: "text" }]);
  const undefinedOnes = render.passedUndefined(warnings);
  if (undefinedOnes.length > 0 && !request.lenient) return finish(undefinedOnes);
  warnings.push(...undefinedOnes);
  const unset = findUnsetUse(template, functions, plain);
  return unset ? finish([...warnings, unset]) : finish(warnings, plain, render.map(plain));
}

class TemplateRender {
  /** Whether the engine was aborted: its memory is then in an unknown state. */
  broken = false;
  readonly #source: string;
  readonly #names: EngineNames;

  constructor(
    private readonly template: ScannedTemplate,
    private readonly functions: TemplateFunctions,
    private readonly lenient: boolean,
  ) {
    this.#source = renameEnvironmentCalls(template);
    this.#names = {
      functions: Object.keys(functions.globals).filter(
        (name) => /^[a-z]/.test(name) && name !== "debug",
      ),
      filters: Object.keys(functions.filters).filter((name) => /^[a-z]/.test(name)),
    };
  }

  plain(): string | TemplateProblem {
    return this.#attempt(this.#source, FUEL, this.lenient, {});
  }

  /** Where each stretch of the plain text comes from; undefined when that cannot be said. */
  map(plain: string): RenderMap | undefined {
    const marks = markTemplate(this.template, this.#source);
    const marked = this.#attempt(marks.source, MARKED_FUEL, this.lenient, {});
    return typeof marked === "string" ? readMarks(marked, plain, marks) : undefined;
  }

  /**
   * Renders strictly again and again, each time with the undefined name of the last time as empty
   * text.
   */
  undefinedNames(): TemplateProblem[] {
    const found: TemplateProblem[] = [];
    const context: Record<string, string> = {};
    while (found.length < MOST_UNDEFINED) {
      const result = this.#attempt(this.#source, FUEL, false, context);
      if (typeof result === "string" || result.kind !== "undefined") break;
      found.push({ ...result, kind: "undefined-is-empty" });
      if (!/^\w+$/.test(result.name) || result.name in context) break;
      context[result.name] = "";
    }
    return found;
  }

  /** Undefined names that the engine took for empty text, besides those reported already. */
  passedUndefined(told: readonly TemplateProblem[]): TemplateProblem[] {
    const names = new Set(told.map((problem) => ("name" in problem ? problem.name : "")));
    const known = knownNames(this.template, this.#names);
    return undefinedNames(this.template, known)
      .filter(({ name }) => !names.has(name))
      .map((found) => ({
        ...found,
        kind: this.lenient ? "undefined-is-empty" : "undefined",
        known,
      }));
  }

  #attempt(
    source: string,
    fuel: number,
    lenient: boolean,
    context: Readonly<Record<string, string>>,
    debug = true,
  ): string | TemplateProblem {
    const { functions } = this;
    functions.takeFailure();
    const engine = this.#engine(fuel, lenient, debug);
    try {
      const text = engine.renderStr(source, context);
      engine.free();
      return text;
    } catch (error) {
      // The engine's own errors are plain ones; it is aborted when its memory is full, and by a
      // fault of its debug mode.
      if (!(error instanceof Error) || error.name !== "Error") {
        this.broken = true;
        return debug
          ? this.#attempt(source, fuel, lenient, context, false)
          : { start: 0, end: 0, kind: "exhausted", resource: "memory" };
      }
      engine.free();
      const problem = engineProblem(error.message, this.template, this.#names, functions.values);
      const failure = functions.takeFailure();
      return failure ? { start: problem.start, end: problem.end, ...failure } : problem;
    }
  }

  /** Only in debug mode does an error have its column. */
  #engine(fuel: number, lenient: boolean, debug: boolean): Environment {
    const engine = new Environment();
    engine.debug = debug;
    engine.fuel = fuel;
    engine.keepTrailingNewline = true;
    engine.undefinedBehavior = lenient ? "lenient" : "strict";
    engine.enablePyCompat();
    for (const [name, value] of Object.entries(this.functions.globals))
      engine.addGlobal(name, value);
    for (const [name, filter] of Object.entries(this.functions.filters))
      engine.addFilter(name, filter);
    return engine;
  }
}
