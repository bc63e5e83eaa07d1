import type { Diagnostic, SourceRange } from "../../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import { OLDER_NAMES } from "../kinds/grammar.js";
import { parseExpression } from "../expression.js";
import type { Declaration, NamedPart, Reference, ReferenceForm } from "../schema/declaration.js";
import { withArticle } from "../schema/describe.js";
import { placeOfReference, placeOfStart } from "../schema/place.js";
import type { Declarations } from "./declarations.js";

export interface LinkOptions {
  readonly declarations: Declarations;
  readonly diagnostics: Diagnostic[];
  /** `defaults.source_name` and where it is written. */
  readonly defaultSource?: { readonly name: string; readonly at: SourceRange };
  /** `defaults.engine`, where it is no word. */
  readonly defaultEngine?: DefaultEngine;
  /**
   * True when a file could not be read. What seems not to exist may be declared there, so it is
   * recorded with its object, which cannot run, but not reported besides the fault that caused it.
   */
  readonly incomplete: boolean;
}

/** Of merges that name none. */
export interface DefaultEngine {
  /** Absent when it is none, which has been reported. */
  readonly reference?: Reference;
  /** What is wrong with it, of which linking finds more. */
  readonly problems: Diagnostic[];
}

/** What a reference says by itself. */
type WrittenForm = Exclude<ReferenceForm, { by: "default" }>;

/** Points every reference at its target; what has none is reported with near names. */
export function linkReferences(options: LinkOptions): void {
  const linker = new Linker(options);
  linker.checkDefaults();
  for (const declaration of options.declarations.all) {
    for (const reference of declaration.references) linker.link(reference, declaration);
  }
}

/** Near names are looked for this often; a project with more unknown names has another fault. */
const MOST_SUGGESTIONS = 50;

class Linker {
  private readonly hints = new Map<string, string | undefined>();
  private byPath: Map<string, Declaration | NamedPart> | undefined;
  private defaultSource: Declaration | Diagnostic | undefined;

  constructor(private readonly options: LinkOptions) {}

  /** Also when no model needs them. */
  checkDefaults(): void {
    const { defaultSource, defaultEngine } = this.options;
    if (defaultSource) this.defaultSource = this.findDefaultSource();
    const { form } = defaultEngine?.reference ?? {};
    if (defaultEngine?.reference && form && form.by !== "default")
      this.linkWritten(defaultEngine.reference, form);
  }

  link(reference: Reference, owner: Declaration): void {
    const { form } = reference;
    if (form.by !== "default") this.linkWritten(reference, form);
    else if (form.of === "source") this.linkDefault(reference, owner);
    else this.linkDefaultEngine(reference);
  }

  private linkWritten(reference: Reference, form: WrittenForm): void {
    switch (form.by) {
      case "inline":
        reference.target = form.declaration;
        return;
      case "name":
        this.point(reference, this.options.declarations.named(form.name, reference.to), () =>
          createDiagnostic(
            "unknown-reference",
            { name: form.name },
            { at: placeOfReference(reference), hint: this.hint(form.name, reference) },
          ),
        );
        return;
      case "path":
        this.point(reference, this.paths().get(withPresentNames(form.path)), () =>
          createDiagnostic(
            "unknown-path",
            { path: form.path },
            { at: placeOfReference(reference) },
          ),
        );
    }
  }

  private point(
    reference: Reference,
    found: Declaration | NamedPart | undefined,
    unknown: () => Diagnostic,
  ): void {
    const { declarations, incomplete } = this.options;
    const { form } = reference;
    const quietly = form.by === "name" && declarations.isDisputed(form.name, reference.to);
    if (!found) {
      this.record(reference, unknown(), incomplete || quietly);
    } else if (reference.to.includes(found.kind)) {
      reference.target = found;
    } else {
      const values = {
        name: found.name,
        kind: withArticle(found.kind),
        needed: reference.to.map(withArticle).join(" or "),
      };
      const at = placeOfReference(reference);
      this.record(reference, createDiagnostic("wrong-reference-kind", values, { at }), quietly);
    }
  }

  private record(reference: Reference, diagnostic: Diagnostic, quietly: boolean): void {
    reference.problems.push(diagnostic);
    if (!quietly) this.options.diagnostics.push(diagnostic);
  }

  /** A default source that does not exist is reported where it is named, not at each model. */
  private linkDefault(reference: Reference, model: Declaration): void {
    this.defaultSource ??= this.findDefaultSource();
    if (this.defaultSource && "code" in this.defaultSource) {
      reference.problems.push(this.defaultSource);
    } else if (this.defaultSource) {
      reference.target = this.defaultSource;
    } else {
      const at = placeOfStart(model.node);
      const diagnostic = createDiagnostic("no-source", { name: model.name }, { at });
      this.record(reference, diagnostic, this.options.incomplete);
    }
  }

  /** One that does not exist is reported where it is named; no merge that needs it can run. */
  private linkDefaultEngine(merge: Reference): void {
    const { reference, problems = [] } = this.options.defaultEngine ?? {};
    if (reference?.target) merge.target = reference.target;
    merge.problems.push(...problems);
  }

  private findDefaultSource(): Declaration | Diagnostic | undefined {
    const { declarations, defaultSource, diagnostics, incomplete } = this.options;
    const sources = declarations.all.filter(({ kind, owner }) => kind === "source" && !owner);
    if (!defaultSource) return sources.length === 1 ? sources[0] : undefined;
    const { name, at } = defaultSource;
    const found = sources.find((source) => source.name === name);
    if (found) return found;
    const written = parseExpression(name);
    const names = sources.map((source) => source.name);
    const hint =
      written.kind === "reference" && names.includes(written.name)
        ? `Write the name alone: \`${written.name}\`.`
        : suggest(name, names);
    const fault = createDiagnostic("unknown-default-source", { name }, { at, hint });
    if (!incomplete && !declarations.isDisputed(name, ["source"])) diagnostics.push(fault);
    return fault;
  }

  private hint(name: string, reference: Reference): string | undefined {
    if (this.hints.size >= MOST_SUGGESTIONS) return undefined;
    const key = `${reference.to.join(" ")} ${name}`;
    if (!this.hints.has(key)) {
      const { all, parts } = this.options.declarations;
      const fitting = [...all.filter(({ named }) => named), ...parts]
        .filter(({ kind }) => reference.to.includes(kind))
        .map(({ name }) => name);
      this.hints.set(key, suggest(name, fitting));
    }
    return this.hints.get(key);
  }

  private paths(): Map<string, Declaration | NamedPart> {
    const { all, parts } = this.options.declarations;
    this.byPath ??= new Map([...all, ...parts].map((one) => [one.path, one]));
    return this.byPath;
  }
}

/** A path may have keys as they are written: older names of fields, too. */
function withPresentNames(path: string): string {
  return path.replaceAll(/(?<=\.)\w+/g, (key) => OLDER_NAMES.get(key) ?? key);
}
