/**
 * Two renders of one template: the plain one is the text, the marked one tells where it came from.
 * Runs in the worker, for fuel bounds the engine's time but nothing in the process bounds its memory.
 */
import { Environment } from "minijinja-js";
import { LIMITS } from "../yaml/limits.js";
import { engineProblem, type EngineNames } from "./engine-error.js";
import { renameEnvironmentCalls } from "./environment-calls.js";
import { markTemplate, readMarks } from "./mark-template.js";
import type { RenderReply, RenderRequest, TemplateProblem } from "./render-messages.js";
import { TemplateFunctions } from "./template-functions.js";
import { scanTemplate, type ScannedTemplate } from "./template-scanner.js";
import { findUnsetUse } from "./unset-use.js";
import type { RenderMap } from "../positions.js";

/** Instructions: about a second. Marks make a template longer, never its loops. */
const FUEL = 5_000_000;
const MARKED_FUEL = 4 * FUEL;

/** Undefined names that are told one by one in lenient mode. */
const MOST_UNDEFINED = 20;

/** Renders a template; `broken` is set when the engine cannot be used again. */
export function renderTemplate(request: RenderRequest): RenderReply {
  const template = scanTemplate(request.source);
  const functions = new TemplateFunctions(request);
  const render = new TemplateRender(template, functions);
  const finish = (reply: Partial<RenderReply>): RenderReply => ({
    calls: functions.calls,
    problems: [],
    inputs: [...functions.inputs],
    ...reply,
  });
  const warnings = request.lenient ? render.undefinedNames() : [];
  const plain = render.plain(request.lenient);
  if (typeof plain !== "string") {
    const broken = plain.kind === "exhausted" && plain.resource === "memory";
    return finish({ problems: [...warnings, plain], broken });
  }
  if (plain.length > LIMITS.size) {
    const problem: TemplateProblem = { start: 0, end: 0, kind: "exhausted", resource: "text" };
    return finish({ problems: [problem] });
  }
  const unset = findUnsetUse(template, functions, plain);
  if (unset) return finish({ problems: [...warnings, unset] });
  const { map, broken } = render.marked(plain, request.lenient);
  return finish({ text: plain, ...(map && { map }), problems: warnings, broken });
}

class TemplateRender {
  readonly #source: string;
  readonly #names: EngineNames;

  constructor(
    private readonly template: ScannedTemplate,
    private readonly functions: TemplateFunctions,
  ) {
    this.#source = renameEnvironmentCalls(template);
    this.#names = {
      functions: Object.keys(functions.globals).filter((name) => !name.startsWith("_")),
      filters: Object.keys(functions.filters),
    };
  }

  plain(lenient: boolean): string | TemplateProblem {
    return this.#attempt(this.#source, FUEL, lenient, {});
  }

  marked(plain: string, lenient: boolean): { map?: RenderMap; broken: boolean } {
    const marks = markTemplate(this.template, this.#source);
    const marked = this.#attempt(marks.source, MARKED_FUEL, lenient, {});
    if (typeof marked !== "string")
      return { broken: marked.kind === "exhausted" && marked.resource === "memory" };
    const map = readMarks(marked, plain, marks);
    return { ...(map && { map }), broken: false };
  }

  /** Renders strictly again and again, each time with the undefined name of the last time as empty text. */
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

  #attempt(
    source: string,
    fuel: number,
    lenient: boolean,
    context: Readonly<Record<string, string>>,
  ): string | TemplateProblem {
    this.functions.failure = undefined;
    try {
      const engine = this.#engine(fuel, lenient);
      const text = engine.renderStr(source, context);
      engine.free();
      return text;
    } catch (error) {
      // An engine whose memory is full is aborted: that is no plain Error, which all its own errors are.
      if (!(error instanceof Error) || error.name !== "Error")
        return { start: 0, end: 0, kind: "exhausted", resource: "memory" };
      const { functions } = this;
      const problem = engineProblem(error.message, this.template, this.#names, functions.values);
      return functions.failure
        ? { start: problem.start, end: problem.end, ...functions.failure }
        : problem;
    }
  }

  #engine(fuel: number, lenient: boolean): Environment {
    const engine = new Environment();
    engine.debug = true;
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
