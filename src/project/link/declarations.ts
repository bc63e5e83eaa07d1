import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic, nearest } from "../../diagnostics/index.js";
import { EnvValue } from "../env-value.js";
import { fillEnvValue } from "../fill-env-value.js";
import { KIND_DEFINITIONS } from "../kinds/all.js";
import type { Kind, ObjectBase } from "../objects.js";
import type { Environment } from "../project.js";
import { isName } from "../schema/check-scalar.js";
import type { CheckSetting } from "../schema/checker.js";
import { Checker } from "../schema/checker.js";
import type { Declaration, KindDefinition } from "../schema/declaration.js";
import { defined } from "../schema/defined.js";
import { withArticle } from "../schema/describe.js";
import { nodeAt, placeOf, placeOfObject } from "../schema/place.js";
import type { NamedPart, Target } from "../schema/reference.js";
import type { YamlMap } from "../yaml-node.js";

/** Where an object is written. */
interface Site {
  /** Name of an object that has none of its own. */
  readonly name: string;
  /** Such as `project.charts[0]`. */
  readonly path: string;
  /** The checker of the object around it. */
  readonly around?: Checker;
}

/** Everything of the project that has a name, with its fields checked; references are not followed yet. */
export class Declarations {
  /** In the order written, an object before those inside it. */
  readonly all: Declaration[] = [];
  readonly parts: NamedPart[] = [];
  private readonly byName = new Map<string, Declaration | NamedPart>();
  private readonly byLowerCase = new Map<string, Declaration | NamedPart>();
  /** Names whose objects were reported as wrong by their name, so that a reference to one has been told. */
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
        this.register(part, part.node, (diagnostic) => owner.add(diagnostic));
      },
    };
  }

  /** A checker for what belongs to no object: the project itself. */
  projectChecker(): Checker {
    return new Checker(this.setting, { name: "", path: "project", problems: [], references: [] });
  }

  /** Declares an object and what is written inside it; undefined when its name is taken, which is reported. */
  declare(kind: Kind, map: YamlMap, site: Site): Declaration | undefined {
    const known = this.byNode.get(map);
    // A YAML alias: the same object in a second place.
    if (known?.kind === kind) return known;
    const own = ownName(map, this.setting.environment);
    const owner = site.around?.owner.declaration;
    const declaration: Declaration = {
      kind,
      id: `${kind}:${own ?? site.name}`,
      name: own ?? site.name,
      named: own !== undefined,
      path: site.path,
      node: map,
      ...(owner && { owner }),
      problems: [],
      references: [],
    };
    const meant = own === undefined ? meantName(map) : undefined;
    if (meant !== undefined) this.dispute(meant, kind);
    const checker = new Checker(this.setting, { ...declaration, declaration });
    const reporter = site.around ?? checker;
    const isNew = this.register(declaration, map, (diagnostic) => reporter.add(diagnostic));
    if (isNew) {
      this.all.push(declaration);
      this.byNode.set(map, declaration);
    }
    this.checkFields(declaration, checker);
    return isNew ? declaration : undefined;
  }

  /** The object, row or item of that name; upper and lower case differ here. */
  named(name: string): Declaration | NamedPart | undefined {
    const found = this.byName.get(this.keyOf(name));
    return found?.name === name ? found : undefined;
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

  /** Version 1.0 told names apart that differ in case only. */
  private keyOf(name: string): string {
    return this.setting.compat ? name : name.toLowerCase();
  }

  private warnOfCase(
    named: Declaration | NamedPart,
    map: YamlMap,
    report: (diagnostic: Diagnostic) => void,
  ): void {
    const lower = named.name.toLowerCase();
    const other = this.byLowerCase.get(lower);
    if (!other) this.byLowerCase.set(lower, named);
    else {
      const values = { name: named.name, other: other.name };
      const related = [declaredHere(other)];
      report(createDiagnostic("name-differs-in-case", values, { at: placeOfObject(map), related }));
    }
  }

  private checkFields(declaration: Declaration, checker: Checker): void {
    // Each definition is given the base of its own kind, which an index by a union cannot express.
    const definition = KIND_DEFINITIONS[declaration.kind] as KindDefinition;
    const build = definition.check(declaration.node, checker);
    const base = { ...baseOf(declaration, checker), kind: declaration.kind };
    const { sourceTypes } = this.setting;
    declaration.build = (projectName) => build(base, { sourceTypes, declaration, projectName });
  }

  private register(
    named: Declaration | NamedPart,
    map: YamlMap,
    report: (diagnostic: Diagnostic) => void,
  ): boolean {
    const other = this.byName.get(this.keyOf(named.name));
    if (!other) {
      this.byName.set(this.keyOf(named.name), named);
      if (this.setting.compat) this.warnOfCase(named, map, report);
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
    report(createDiagnostic("duplicate-name", values, { at: placeOfObject(map), related }));
    return false;
  }
}

function declaredHere({ name, node }: Declaration | NamedPart) {
  return { message: `\`${name}\` is declared here.`, at: placeOfObject(node) };
}

/** A value that is meant to be the name: that of `name` when it is no text, or of a key that is nearly it. */
function meantName(map: YamlMap): string | undefined {
  const meant = map.entries.find(({ key }) => key === "name" || nearest(key, ["name"]).length > 0);
  const { value } = meant ?? {};
  if (value?.kind !== "scalar" || value.value === null || value.value instanceof EnvValue)
    return undefined;
  return String(value.value);
}

/** Everything of an object that does not depend on its kind; its fields were checked, so faults are not said again. */
function baseOf(declaration: Declaration, checker: Checker): ObjectBase {
  const { id, kind, name, node, problems } = declaration;
  const at = placeOfObject(node);
  const description = node.get("description")?.value;
  const tags = node.get("tags")?.value;
  const { result } = checker.tried(() => ({
    description: description && checker.value({ is: "text" }, description),
    tags: tags && checker.value({ is: "list", of: { is: "text" }, lone: true }, tags),
  }));
  return {
    id,
    kind,
    name,
    ...defined({ description: result.description }),
    tags: result.tags ?? [],
    at,
    problems,
    locate(path) {
      const found = nodeAt(node, path);
      return found ? placeOf(found) : at;
    },
  };
}

function ownName(map: YamlMap, environment: Environment): string | undefined {
  const node = map.get("name")?.value;
  if (node?.kind !== "scalar") return undefined;
  const { value } = node;
  const filled = value instanceof EnvValue ? fillEnvValue(value, environment) : undefined;
  const name = filled && "text" in filled ? filled.text : value;
  return typeof name === "string" && isName(name) ? name : undefined;
}
