import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { createDiagnostic } from "../../diagnostics/index.js";
import { poolSize, statementTimeout } from "../config-fields.js";
import type { DeclaredSourceType, PluginLookup } from "../../project/source-types.js";
import { configSchema, SchemaFault } from "./config-schema.js";
import { findPlugin, isInside } from "./find-plugin.js";
import { MANIFEST_FILE, parseManifest, PLUGIN_CONTRACT, type PluginManifest } from "./manifest.js";

/** Far more than a manifest needs. */
const MOST_BYTES = 1_000_000;

/** Finds a plugin and reads its `headwater-source.json`. None of its code is imported. */
export async function readPlugin(name: string, root: string): Promise<PluginLookup> {
  const found = await findPlugin(name, root);
  if ("fault" in found) return { faults: [found.fault], inputs: [] };
  const { folder } = found;
  const path = join(folder, MANIFEST_FILE);
  const inputs = [path];
  const invalid = (reason: string): PluginLookup => ({
    faults: [createDiagnostic("plugin-invalid", { plugin: name, reason })],
    inputs,
  });
  const text = await readManifest(path);
  if (text === undefined) return invalid(`it has no \`${MANIFEST_FILE}\` that can be read.`);
  const parsed = parseManifest(text);
  if ("reason" in parsed) return invalid(parsed.reason);
  if ("contract" in parsed) {
    const words = { plugin: name, contract: parsed.contract, known: PLUGIN_CONTRACT };
    return { faults: [createDiagnostic("plugin-contract-unknown", words)], inputs };
  }
  const { manifest } = parsed;
  const module = join(folder, manifest.module);
  if (!isInside(folder, module)) return invalid("its `module` lies outside the package.");
  if (!(await isFile(module))) return invalid(`its module \`${manifest.module}\` is not there.`);
  try {
    const type = declaredType(manifest, { name, path: module });
    return { type, faults: [], inputs };
  } catch (error) {
    if (!(error instanceof SchemaFault)) throw error;
    return invalid(`\`${error.place}\` in \`${MANIFEST_FILE}\`: ${error.reason}.`);
  }
}

function declaredType(
  manifest: PluginManifest,
  plugin: DeclaredSourceType["plugin"] & object,
): DeclaredSourceType {
  const { type, description, dialect, isolation, file, pool, config } = manifest;
  const common = { pool: poolSize(), timeout: statementTimeout() };
  return {
    type,
    description,
    config: configSchema(config ?? { type: "object" }, common),
    dialect,
    isolation,
    file,
    pool,
    // Whether a plugin keeps to the time is not known.
    timedByReader: true,
    plugin,
  };
}

async function readManifest(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || found.size > MOST_BYTES) return undefined;
  return readFile(path, "utf8").catch(() => undefined);
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
