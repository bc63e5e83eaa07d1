import type { Diagnostic, SourceRange } from "../../contract/diagnostic.js";
import { createDiagnostic, nearest } from "../../diagnostics/index.js";
import { EnvValue } from "../env-value.js";
import { fillEnvValue } from "../fill-env-value.js";
import { KIND_DEFINITIONS } from "../kinds/grammar.js";
import type { Kind, ObjectBase } from "../objects.js";
import type { Environment } from "../project.js";
import { NAMED_FIELDS } from "../kinds/named-fields.js";
import type { CheckContext, CheckSetting } from "../schema/check-context.js";
import { writtenField } from "../schema/check-fields.js";
import { nodeAt, type WrittenField } from "../schema/checked-field.js";
import { Checker } from "../schema/checker.js";
import type { Declaration, NamedPart, Target } from "../schema/declaration.js";
import { defined } from "../schema/defined.js";
import { withArticle } from "../schema/describe.js";
import type { BaseFields, KindDefinition } from "../schema/kind-definition.js";
import { placeOf, placeOfStart } from "../schema/place.js";
import { isName } from "../schema/types/name.js";
import type { YamlMap } from "../yaml-node.js";
import { Names } from "./names.js";

/** Where an object is written. */
interface Site {
  /** Name of an object that has none of its own. */
  readonly name: string;
  /** Such as `project.charts[0]`. */
  readonly path: string;
  /** The checker of the object around it. */
  readonly around?: CheckContext;
}

/**
 * Everything of the project that has a name, with its fields checked; references are not followed
 * yet.
 */
export class Declarations {
  /** In the order written, an object before those inside it. */
  readonly all: Declaration[] = [];
  readonly parts: NamedPart[] = [];
  /** Version 1.0 told names apart that differ in case only. */
  private readonly names = new Names<Declaration | NamedPart>((name) =>
    this.setting.compat ? name : name.toLowerCase(),
  );
  private readonly byLowerCase = new Names<Declaration | NamedPart>((name) => name.toLowerCase());
  /** Names of objects whose names were reported, so that references to them are not. */
  private readonly disputed = new Map<string, Set<Target>>();
  private readonly byNode = new Map<YamlMap, Declaration>();
  private readonly setting: CheckSetting;

  constructor(setting: Omit<CheckSetting, "declareInline" | "declarePart">) {
    this.setting = {
      ...setting,
      declareInline: (kind, map, around) => {
        const site = { name: around.inlineName, path: around.path, around };
        return this.declare(kind, map, site);
      },
      declarePart: (part, owner) => {
        this.parts.push(part);
        this.register(part, (diagnostic) => owner.add(diagnostic));
      },
    };
  }

  /** A checker for what belongs to no object: the project itself. */
  projectChecker(): Checker {
    const owner = { name: "", path: "project", problems: [], warnings: [], references: [] };
    return new Checker(this.setting, owner);
  }

  /**
   * Declares an object and what is written inside it; undefined when its name is taken, which is
   * reported.
   */
  declare(kind: Kind, map: YamlMap, site: Site): Declaration | undefined {
    const known = this.byNode.get(map);
    // A YAML alias: the same object in a second place.
    if (known?.kind === kind) return known;
    const nameField = writtenField(map, NAMED_FIELDS, "name");
    const own = nameIn(nameField, this.setting.environment);
    const owner = site.around?.owner.declaration;
    const declaration: Declaration = {
      kind,
      id: `${kind}:${own ?? site.name}`,
      name: own ?? site.name,
      named: own !== undefined,
      path: site.path,
      node: map,
      at: placeOfObject(map, nameField),
      ...(owner && { owner }),
      problems: [],
      references: [],
    };
    const meant = own === undefined ? meantName(map) : undefined;
    if (meant !== undefined) this.dispute(meant, kind);
    const { name, path, problems, references } = declaration;
    const it = { name, path, problems, warnings: [], references, declaration };
    const checker = new Checker(this.setting, it);
    const reporter = site.around ?? checker;
    const isNew = this.register(declaration, (diagnostic) => reporter.add(diagnostic));
    if (isNew) {
      this.all.push(declaration);
      this.byNode.set(map, declaration);
    }
    this.checkFields(declaration, checker);
    return isNew ? declaration : undefined;
  }

  /**
   * The object, row or item of that name, of one of these kinds where there is one; upper and lower
   * case differ here.
   */
  named(name: string, to: readonly Target[]): Declaration | NamedPart | undefined {
    return this.names.find(name, to);
  }

  /** Whether an object of one of these kinds is left out that its author gave this name. */
  isDisputed(name: string, to: readonly Target[]): boolean {
    const kinds = this.disputed.get(name);
    return kinds !== undefined && to.some((kind) => kinds.has(kind));
  }

  private dispute(name: string, kind: Target): void {
    const kinds = this.disputed.get(name);
    if (kinds) kinds.add(kind);
    else this.disputed.set(name, new Set([kind]));
  }

  private warnOfCase(
    named: Declaration | NamedPart,
    report: (diagnostic: Diagnostic) => void,
  ): void {
    const other = this.byLowerCase.rival(named);
    if (!other) this.byLowerCase.add(named);
    else {
      const values = { name: named.name, other: other.name };
      const related = [declaredHere(other)];
      report(createDiagnostic("name-differs-in-case", values, { at: named.at, related }));
    }
  }

  private checkFields(declaration: Declaration, checker: Checker): void {
    // Each definition is given the base of its own kind, which an index by a union cannot express.
    const definition = KIND_DEFINITIONS[declaration.kind] as KindDefinition;
    const checked = definition.check(declaration.node, checker);
    const base = baseOf(declaration, checked.fields);
    const { sourceTypes } = this.setting;
    declaration.build = (setting) => checked.build(base, { sourceTypes, declaration, ...setting });
  }

  private register(
    named: Declaration | NamedPart,
    report: (diagnostic: Diagnostic) => void,
  ): boolean {
    const other = this.names.rival(named);
    if (!other) {
      this.names.add(named);
      if (this.setting.compat) this.warnOfCase(named, report);
      return true;
    }
    this.dispute(named.name, named.kind);
    const values = {
      name: named.name,
      kind: named.kind,
      other: other.name,
      otherKind: withArticle(other.kind),
    };
    const related = [declaredHere(other)];
    report(createDiagnostic("duplicate-name", values, { at: named.at, related }));
    return false;
  }
}

function declaredHere({ name, at }: Declaration | NamedPart) {
  return { message: `\`${name}\` is declared here.`, at };
}

/**
 * A value that is meant to be the name: that of `name` when it is no text, or of a key that is
 * nearly it.
 */
function meantName(map: YamlMap): string | undefined {
  const meant = map.entries.find(({ key }) => key === "name" || nearest(key, ["name"]).length > 0);
  const { value } = meant ?? {};
  if (value?.kind !== "scalar" || value.value === null || value.value instanceof EnvValue)
    return undefined;
  return String(value.value);
}

/** Everything of an object that does not depend on its kind. */
function baseOf(declaration: Declaration, fields: BaseFields): ObjectBase {
  const { id, kind, name, at, problems } = declaration;
  return {
    id,
    kind,
    name,
    ...defined({ description: fields.description?.value }),
    tags: fields.tags?.value ?? [],
    at,
    problems,
    locate(path) {
      const node = nodeAt(fields, path);
      return node ? placeOf(node) : at;
    },
  };
}

/** The place of an object as a whole: its name, else its start. */
function placeOfObject(map: YamlMap, name: WrittenField | undefined): SourceRange {
  return name?.node.kind === "scalar" && !name.isEmpty ? name.at : placeOfStart(map);
}

/**
 * The name that an object gives itself, if it is right; it is needed before the fields are checked.
 */
function nameIn(field: WrittenField | undefined, environment: Environment): string | undefined {
  if (field?.node.kind !== "scalar") return undefined;
  const { value } = field.node;
  const filled = value instanceof EnvValue ? fillEnvValue(value, environment) : undefined;
  const name = filled && "text" in filled ? filled.text : value;
  return typeof name === "string" && isName(name) ? name : undefined;
}
