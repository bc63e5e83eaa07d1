/**
 * What was read → the project: declare (check fields) → link (follow references) → order (find
 * circles) → build (make objects) → graph. Each step is linear, and each goes on after faults, so
 * that all are reported at once.
 */
import { catalogFaults } from "./kinds/catalogs.js";
import { basename } from "node:path";
import type { Diagnostic } from "../contract/diagnostic.js";
import { sortDiagnostics } from "../diagnostics/index.js";
import { checkInputs } from "./check-inputs.js";
import { checkLevels } from "./dashboard-level.js";
import { checkAlertName } from "./kinds/alert.js";
import { KIND_DEFINITIONS } from "./kinds/grammar.js";
import { defaultsOf, type DEFAULTS_FIELDS } from "./kinds/defaults.js";
import {
  INCLUDED_FILE_FIELDS,
  REPOSITORY_FILE_FIELDS,
  ROOT_FILE_FIELDS,
} from "./kinds/top-level.js";
import { createGraph } from "./link/create-graph.js";
import { Declarations } from "./link/declarations.js";
import { inDependencyOrder } from "./link/dependency-order.js";
import { linkReferences, type DefaultEngine } from "./link/link-references.js";
import type { Kind, ProjectObject } from "./objects.js";
import { KINDS } from "./objects.js";
import type { Project } from "./project.js";
import type { ReadResult } from "./read-result.js";
import { fieldOfKey } from "./schema/check-fields.js";
import type { WrittenField } from "./schema/checked-field.js";
import type { Checker } from "./schema/checker.js";
import { defined } from "./schema/defined.js";
import { kindOfValue } from "./schema/describe.js";
import type { CheckedFields } from "./schema/field.js";
import type { ObjectOf } from "./schema/linked.js";
import { placeOf } from "./schema/place.js";
import type { SourceTypes } from "./source-types.js";
import { maskSecrets } from "./mask-secrets.js";
import type { ParsedFile, YamlMap } from "./yaml-node.js";

/** Never fails: what cannot be understood is left out, and its diagnostics say so. */
export function resolveProject(read: ReadResult, sourceTypes: SourceTypes): Project {
  const diagnostics: Diagnostic[] = [];
  const rootFile = read.files[0];
  const declarations = new Declarations({
    environment: read.environment,
    sourceTypes,
    compat: read.compat,
    diagnostics,
    root: read.root,
    isIncluded: (file) => file !== rootFile,
  });
  const checker = declarations.projectChecker();
  const fields = declareFiles(read.files, declarations, checker);
  const defaultFields = fields.defaults?.value?.fields ?? {};
  const defaults = defaultsOf(defaultFields, checker);
  const { source_name: sourceName, alert_name: alertName, compat } = defaultFields;
  checkCompat(compat, checker);
  const incomplete = isIncomplete(read) || read.files.some(hasWrongList);
  linkReferences({
    declarations,
    diagnostics,
    ...(sourceName?.value !== undefined && {
      defaultSource: { name: sourceName.value, at: sourceName.at },
    }),
    ...defined({ defaultEngine: defaultEngineOf(defaultFields.engine, diagnostics) }),
    incomplete,
  });
  const projectName = fields.name?.value ?? basename(read.root);
  const chooseEngine = defaultFields.engine?.value === "auto";
  for (const declaration of inDependencyOrder(declarations.all, diagnostics)) {
    const object = declaration.build?.({ projectName, chooseEngine });
    if (!object) continue;
    declaration.object = object;
    if (object.kind !== "trace") continue;
    const faults = checkInputs(object, defaults, sourceTypes);
    declaration.problems.push(...faults);
    diagnostics.push(...faults);
  }
  const objects = declarations.all.flatMap(({ object }) => object ?? []);
  const lists = byKind(objects);
  for (const { object, problems } of declarations.all) {
    if (object?.kind !== "source") continue;
    const faults = catalogFaults(object, lists.sources, sourceTypes);
    problems.push(...faults);
    diagnostics.push(...faults);
  }
  diagnostics.push(...checkLevels(lists.dashboards, defaults.levels));
  if (alertName && !incomplete) {
    diagnostics.push(...checkAlertName(lists.alerts, alertName.value, alertName.at));
  }
  return {
    name: projectName,
    root: read.root,
    environment: read.environment,
    defaults,
    ...lists,
    objects: new Map(objects.map((object) => [object.id, object])),
    graph: createGraph(declarations.all),
    diagnostics: sortDiagnostics([...read.diagnostics, ...diagnostics]),
    ...(read.dbt && { dbt: read.dbt }),
    files: maskSecrets(read.sourceFiles),
    inputs: read.inputs,
    plugins: read.plugins ?? [],
    sourceTypes,
    repositories: read.repositories,
  };
}

/** True when objects may be missing because a file could not be read. */
function isIncomplete({ files, diagnostics }: ReadResult): boolean {
  const unread = new Set(files.filter(({ root }) => !root).map(({ file }) => file));
  return diagnostics.some(
    ({ severity, code, at }) =>
      severity === "error" && (/^(include|file|dbt)-/.test(code) || unread.has(at?.file ?? "")),
  );
}

/**
 * Whether objects are written where none are looked for: below an unknown key, or not as a list of
 * mappings.
 */
function hasWrongList({ root }: ParsedFile): boolean {
  if (root?.kind !== "map") return false;
  return root.entries.some(({ key, value }) => {
    const name = fieldOfKey(ROOT_FILE_FIELDS, key);
    if (name === undefined) return true;
    const isList = KINDS.some((kind) => KIND_DEFINITIONS[kind].list === name);
    if (!isList || (value.kind === "scalar" && value.value === null)) return false;
    return value.kind !== "list" || value.items.some(({ kind }) => kind !== "map");
  });
}

/** Merges that need it are told its faults, and no others of the project. */
function defaultEngineOf(
  field: CheckedFields<typeof DEFAULTS_FIELDS>["engine"],
  diagnostics: readonly Diagnostic[],
): DefaultEngine | undefined {
  if (!field || field.isEmpty || typeof field.value === "string") return undefined;
  const { file, start } = field.at;
  const problems = diagnostics.filter(
    ({ at }) =>
      at?.file === file && at.start.line === start.line && at.start.column === start.column,
  );
  return { problems, ...(field.value && { reference: { ...field.value, problems } }) };
}

/**
 * Reading the files has taken it for what {@link statedCompat} says; another version must not pass
 * for `false`.
 */
function checkCompat(field: WrittenField | undefined, checker: Checker): void {
  const node = field?.node;
  if (node?.kind !== "scalar" || node.value === null || typeof node.value === "object") return;
  const value = String(node.value);
  if (["1.0", "1", "true", "false"].includes(value)) return;
  const words = { field: "compat", value, choices: ['"1.0"', "false"] };
  checker.report("wrong-choice", words, { at: placeOf(node) });
}

type RootFields = CheckedFields<typeof ROOT_FILE_FIELDS>;

/**
 * Declares the objects of all files, each list going on where the last file left it; yields the
 * root's own fields.
 */
function declareFiles(
  files: readonly ParsedFile[],
  declarations: Declarations,
  checker: Checker,
): RootFields {
  const counts = new Map<Kind, number>();
  let rootFields: RootFields = {};
  for (const [index, file] of files.entries()) {
    if (!file.root || (file.root.kind === "scalar" && file.root.value === null)) continue;
    if (file.root.kind !== "map") {
      const words = { field: file.file, expected: "a mapping of keys to values" };
      checker.report(
        "wrong-type",
        { ...words, got: kindOfValue(file.root) },
        { at: placeOf(file.root) },
      );
      continue;
    }
    if (index > 0) {
      declareLists(checkIncluded(file.root, checker), counts, declarations);
      continue;
    }
    rootFields = checker.fields(file.root, ROOT_FILE_FIELDS, "project");
    declareLists(rootFields, counts, declarations);
  }
  return rootFields;
}

function checkIncluded(map: YamlMap, checker: Checker) {
  const foreign = map.file.repository !== undefined;
  return checker.fields(
    map,
    foreign ? REPOSITORY_FILE_FIELDS : INCLUDED_FILE_FIELDS,
    "included file",
    {
      as: "warning",
      hint: (key) =>
        Object.hasOwn(ROOT_FILE_FIELDS, key) ? "Write it in the root file." : undefined,
    },
  );
}

function declareLists(
  fields: ReturnType<typeof checkIncluded>,
  counts: Map<Kind, number>,
  declarations: Declarations,
): void {
  for (const kind of KINDS) {
    const { list } = KIND_DEFINITIONS[kind];
    for (const map of fields[list]?.value ?? []) {
      const position = counts.get(kind) ?? 0;
      counts.set(kind, position + 1);
      const name = `${list}[${position}]`;
      if (map) declarations.declare(kind, map, { name, path: `project.${name}` });
    }
  }
}

function byKind(objects: readonly ProjectObject[]) {
  const of = <K extends Kind>(kind: K): ObjectOf<K>[] =>
    // The filter compares the kind, which TypeScript does not take as a proof for a type parameter.
    objects.filter((object) => object.kind === kind) as ObjectOf<K>[];
  return {
    sources: of("source"),
    models: of("model"),
    traces: of("trace"),
    charts: of("chart"),
    tables: of("table"),
    selectors: of("selector"),
    dashboards: of("dashboard"),
    tests: of("test"),
    alerts: of("alert"),
    destinations: of("destination"),
  };
}
