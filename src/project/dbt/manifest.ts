/** The models of dbt's `manifest.json` as models on what dbt has built. */
import type { Diagnostic, SourceRange } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { quoteIdentifier } from "../../sql/quote.js";

/** A model as it would be written in a project file. */
export interface DbtModel {
  readonly name: string;
  readonly sql: string;
  readonly description?: string;
  readonly tags?: readonly string[];
}

/** The parts of a node that are used; everything is optional, for nobody checked the file. */
interface ManifestNode {
  readonly name?: unknown;
  readonly alias?: unknown;
  readonly database?: unknown;
  readonly schema?: unknown;
  /** As dbt writes it into SQL, quoted for the adapter. */
  readonly relation_name?: unknown;
  readonly config?: { readonly materialized?: unknown; readonly enabled?: unknown } | null;
  readonly compiled_code?: unknown;
  readonly description?: unknown;
  readonly tags?: unknown;
}

/**
 * One model per node whose id starts with `model.`, in the manifest's order. Ephemeral models,
 * which dbt builds nowhere, are their compiled SQL. Throws an Error with the reason when the text
 * is no manifest.
 */
export function manifestModels(
  text: string,
  prefix: string,
  at: SourceRange,
  diagnostics: Diagnostic[],
): DbtModel[] {
  const nodes = nodesOf(text).filter(([, { config }]) => config?.enabled !== false);
  const times = new Map<string, number>();
  for (const [, { name }] of nodes) {
    const key = textOf(name).toLowerCase();
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  const leftOut: string[] = [];
  const models = nodes.flatMap(([id, node]) => {
    const plain = textOf(node.name);
    // Packages and versions may share a name; then the rest of the id, which is unique, tells them
    // apart.
    const isUnique = times.get(plain.toLowerCase()) === 1;
    const name = `${prefix}${isUnique ? plain : id.slice("model.".length)}`;
    const sql = sqlOf(node);
    if (sql === undefined) {
      leftOut.push(name);
      return [];
    }
    const tags = Array.isArray(node.tags) ? node.tags.map(String) : [];
    const description = textOf(node.description);
    return {
      name,
      sql,
      ...(description !== "" && { description }),
      ...(tags.length > 0 && { tags }),
    };
  });
  if (leftOut.length > 0) {
    diagnostics.push(createDiagnostic("dbt-models-left-out", { models: leftOut }, { at }));
  }
  return models;
}

function nodesOf(text: string): [string, ManifestNode][] {
  const manifest: unknown = JSON.parse(text);
  const nodes = isRecord(manifest) ? manifest["nodes"] : undefined;
  if (!isRecord(nodes)) throw new Error("it has no `nodes`");
  return Object.entries(nodes).filter(
    // Every field of a ManifestNode may be anything, so a mapping is one.
    (entry): entry is [string, ManifestNode] => entry[0].startsWith("model.") && isRecord(entry[1]),
  );
}

function sqlOf(node: ManifestNode): string | undefined {
  if (node.config?.materialized === "ephemeral") {
    return textOf(node.compiled_code).trim() || undefined;
  }
  const { database, schema, alias, name } = node;
  const parts = [database, schema, textOf(alias) || name].map(textOf).filter((part) => part !== "");
  // Manifests of old versions name no relation.
  return `select * from ${textOf(node.relation_name) || parts.map(quoteIdentifier).join(".")}`;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
