/** Whether a project asks for the behaviour of Visivo 1.0: `defaults.compat` of its root file. */
import type { YamlNode } from "../yaml-node.js";

/**
 * Before the file is parsed, for compat mode decides how it is rendered and parsed; undefined when
 * the text does not say it plainly. {@link statedCompat} has the last word.
 */
export function guessCompat(source: string): boolean | undefined {
  const defaults = /^defaults:[^\S\n]*(?:#.*)?\n((?:[^\S\n]+.*\n|[^\S\n]*(?:#.*)?\n)*)/m.exec(
    `${source}\n`,
  );
  const value = /^[^\S\n]+compat:[^\S\n]*["']?([\w.]+)/m.exec(defaults?.[1] ?? "")?.[1];
  return value === undefined ? undefined : isCompat(value);
}

/** Undefined when the file does not say. */
export function statedCompat(root: YamlNode | undefined): boolean | undefined {
  const defaults = root?.kind === "map" ? root.get("defaults")?.value : undefined;
  const compat = defaults?.kind === "map" ? defaults.get("compat")?.value : undefined;
  if (compat?.kind !== "scalar" || compat.value === null) return undefined;
  return typeof compat.value !== "object" && isCompat(String(compat.value));
}

function isCompat(value: string): boolean {
  return value === "1.0" || value === "1" || value === "true";
}
