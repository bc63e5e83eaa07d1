/** `headwater-source.json`: what a plugin says of its source type without its code being run. */
import { z } from "zod";
import { DIALECT_NAMES } from "../../sql/dialect.js";

/**
 * The version of the contract between Headwater and plugins; a plugin names the one that it is
 * written for.
 */
export const PLUGIN_CONTRACT = 1;
export const MANIFEST_FILE = "headwater-source.json";

const MANIFEST = z.strictObject({
  $schema: z.string().optional(),
  contract: z.literal(PLUGIN_CONTRACT),
  type: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,63}$/, "must be a word of small letters, such as `log`"),
  description: z.string().min(1),
  module: z.string().regex(/^\.\/[^\\]+\.m?js$/, "must be a path such as `./index.js`"),
  dialect: z.enum(DIALECT_NAMES).default("duckdb"),
  isolation: z.enum(["thread", "process"]).default("thread"),
  file: z.boolean().default(false),
  pool: z.int().min(1).max(64).default(4),
  config: z.unknown().optional(),
});

export type PluginManifest = z.output<typeof MANIFEST>;

export type ParsedManifest =
  | { readonly manifest: PluginManifest }
  | { readonly contract: string }
  | { readonly reason: string };

/**
 * The manifest, the contract that it is written for when that is another one, or the first thing
 * that is wrong.
 */
export function parseManifest(text: string): ParsedManifest {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return { reason: `\`${MANIFEST_FILE}\` is not JSON.` };
  }
  const parsed = MANIFEST.safeParse(content);
  if (parsed.success) return { manifest: parsed.data };
  const contract = contractOf(content);
  if (contract !== undefined) return { contract };
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") ?? "";
  const where = field === "" ? `\`${MANIFEST_FILE}\`` : `\`${field}\` in \`${MANIFEST_FILE}\``;
  return { reason: `${where}: ${(issue?.message ?? "it is wrong").replace(/\.$/, "")}.` };
}

/** A number that is not ours. */
function contractOf(content: unknown): string | undefined {
  if (typeof content !== "object" || content === null || !("contract" in content)) return undefined;
  const { contract } = content;
  return typeof contract === "number" && contract !== PLUGIN_CONTRACT
    ? String(contract)
    : undefined;
}
