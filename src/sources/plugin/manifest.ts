/** `headwater-source.json`: what a plugin says of its source type without its code being run. */
import { DIALECT_NAMES } from "../../sql/dialect.js";
import { filledText, matchingText, wholeNumber } from "../config-fields.js";
import { withDefault, z } from "../zod.js";

/**
 * The version of the contract between Headwater and plugins; a plugin names the one that it is
 * written for.
 */
export const PLUGIN_CONTRACT = 1;
export const MANIFEST_FILE = "headwater-source.json";

const MANIFEST = z.strictObject({
  $schema: z.optional(z.string()),
  contract: z.literal(PLUGIN_CONTRACT),
  type: matchingText(/^[a-z][a-z0-9_-]{0,63}$/, "must be a word of small letters, such as `log`"),
  description: filledText(),
  module: matchingText(/^\.\/[^\\]+\.m?js$/, "must be a path such as `./index.js`"),
  dialect: withDefault(z.enum(DIALECT_NAMES), "duckdb"),
  isolation: withDefault(z.enum(["thread", "process"]), "thread"),
  file: withDefault(z.boolean(), false),
  pool: withDefault(wholeNumber(1, 64), 4),
  config: z.optional(z.unknown()),
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
