/**
 * Text → tokens → limits → document → light tree with places. The limits are checked on the tokens
 * because the document is built recursively. This module loads the `yaml` package, so it is itself
 * loaded when needed.
 */
import { Composer, Parser, type CST } from "yaml";
import type { Diagnostic } from "../../../contract/diagnostic.js";
import { createDiagnostic } from "../../../diagnostics/index.js";
import type { ParsedFile, YamlNode } from "../../yaml-node.js";
import { DocumentTree } from "./document-tree.js";
import { findExcess } from "./limits.js";
import { ScalarReader, type ScalarContext } from "./scalar-reader.js";
import { syntaxErrors } from "./syntax-errors.js";

/**
 * As `parseYaml`, by the `yaml` package: for what is rare in project files, and for what is wrong.
 */
export function parseWholly(
  file: ParsedFile,
  text: string,
  context: ScalarContext,
  diagnostics: Diagnostic[],
): YamlNode | undefined {
  const tokens = [...new Parser().parse(text)];
  const documents = tokens.filter((token): token is CST.Document => token.type === "document");
  const [first, second] = documents;
  if (!first) return undefined;
  const excess = findExcess(first);
  if (excess) {
    const at = file.locate(excess.offset, excess.offset + 1);
    diagnostics.push(createDiagnostic("yaml-too-large", { limit: excess.limit }, { at }));
    return undefined;
  }
  if (second) {
    const at = file.locate(second.offset, second.offset + 3);
    diagnostics.push(createDiagnostic("yaml-several-documents", {}, { at }));
  }
  // The failsafe schema leaves every scalar as text: `plainValue` decides its type.
  const composer = new Composer({ schema: "failsafe", merge: false, uniqueKeys: false });
  const firstOnly = tokens.slice(0, second ? tokens.indexOf(second) : tokens.length);
  const document = [...composer.compose(firstOnly, true, text.length)][0];
  if (!document) return undefined;
  if (document.errors.length > 0) {
    diagnostics.push(...syntaxErrors(file, text, document.errors, first));
    return undefined;
  }
  const contents = document.contents;
  if (contents === null || contents.range[0] === contents.range[1]) return undefined;
  const scalars = new ScalarReader(file, context, text, diagnostics);
  return new DocumentTree(file, scalars, diagnostics).build(contents);
}
