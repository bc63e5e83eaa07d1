/**
 * A variable that is not set is rendered as a marker, which is fine as long as it ends up in a
 * value. Where the template's course depends on it instead, the result would be silently wrong.
 */
import { envMarker } from "../env-marker.js";
import { CALLS, isDeciding } from "./environment-calls.js";
import type { TemplateProblem } from "./render-messages.js";
import { tagTokens, type TagToken } from "./tag-tokens.js";
import type { TemplateFunctions } from "./template-functions.js";
import { assignedNames } from "./template-names.js";
import type { ScannedTemplate, TemplatePiece } from "./template-scanner.js";

interface Tag {
  readonly piece: TemplatePiece;
  readonly tokens: readonly TagToken[];
}

/**
 * The first use of an unset variable that decides something or gets lost; undefined when there is
 * none.
 */
export function findUnsetUse(
  template: ScannedTemplate,
  functions: TemplateFunctions,
  rendered: string,
): TemplateProblem | undefined {
  if (functions.unset.size === 0) return undefined;
  const { source, pieces } = template;
  const tags = pieces
    .filter(({ kind }) => kind === "expression" || kind === "block")
    .map((piece) => ({ piece, tokens: tagTokens(source, piece) }));
  for (const [index, variant] of functions.unset) {
    const variable = functions.calls[index]?.variable ?? "";
    const lost = !rendered.includes(envMarker(index));
    const calling = tags.filter(({ tokens }) => calls(tokens, variable));
    const tag =
      variant === "text"
        ? lost
          ? (calling.find(({ piece }) => piece.kind === "expression") ??
            tags.find(({ tokens }) => calls(tokens)))
          : undefined
        : findDependent(source, tags, calling, lost);
    if (tag)
      return { start: tag.piece.start, end: tag.piece.end, kind: "variable-needed", variable };
  }
  return undefined;
}

/** A tag that decides on a name to which the variable was assigned, or that loses it. */
function findDependent(
  source: string,
  tags: readonly Tag[],
  calling: readonly Tag[],
  lost: boolean,
): Tag | undefined {
  for (const assignment of calling) {
    const names = assignedNames(source, assignment.piece);
    const users = tags.filter(
      (tag) => tag !== assignment && tag.tokens.some(({ text }) => names.includes(text)),
    );
    const whole = !/=\s*[[{]/.test(source.slice(assignment.piece.start, assignment.piece.end));
    const deciding = users.find(({ piece, tokens }) => isDeciding(piece, tokens));
    if (deciding && (whole || lost)) return deciding;
    if (lost && users.length > 0) return assignment;
  }
  return undefined;
}

function calls(tokens: readonly TagToken[], variable?: string): boolean {
  return tokens.some(
    ({ text }, index) =>
      text === CALLS.text &&
      tokens[index + 1]?.text === "(" &&
      (variable === undefined || tokens[index + 2]?.text.slice(1, -1) === variable),
  );
}
