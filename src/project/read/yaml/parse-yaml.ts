import type { Diagnostic } from "../../../contract/diagnostic.js";
import type { ParsedFile, YamlNode } from "../../yaml-node.js";
import { readQuickly } from "./quick-reader.js";
import { ScalarReader, type ScalarContext } from "./scalar-reader.js";

/**
 * Parses the one document of a file. Undefined when the file is empty or has errors that leave no
 * tree; duplicate keys, unknown aliases and the like leave one.
 */
export async function parseYaml(
  file: ParsedFile,
  text: string,
  context: ScalarContext,
  diagnostics: Diagnostic[],
): Promise<YamlNode | undefined> {
  const found: Diagnostic[] = [];
  const quick = readQuickly(file, text, new ScalarReader(file, context, text, found));
  if (quick === undefined) {
    const { parseWholly } = await import("./whole-parser.js");
    return parseWholly(file, text, context, diagnostics);
  }
  diagnostics.push(...found);
  return quick ?? undefined;
}
