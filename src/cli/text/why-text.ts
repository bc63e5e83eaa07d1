import type { LastTime, Prospect, Why } from "../../engine/keys/why.js";
import type { Colors } from "../colors.js";
import { choiceText } from "./engine-choice.js";
import { singleLine } from "./plain-text.js";
import { nameOf, reasonText } from "./reuse-text.js";

/** What the last run did, and what one would do now without and with `--reuse`. */
export interface WhySentences {
  readonly last: string;
  readonly run: string;
  readonly reuse: string;
}

/**
 * What happened and what would happen, one sentence each. `source` is the name of the object's
 * source.
 */
export function whySentences(
  { id, last, run, reuse, onlyIfNamed }: Why,
  source: string | undefined,
): WhySentences {
  const command = onlyIfNamed ? `headwater run ${argument(nameOf(id))}` : "headwater run";
  return {
    last: last
      ? lastSentence(last, source)
      : onlyIfNamed
        ? NOT_BY_ITSELF
        : "It has not been run yet.",
    run: prospectSentence(`\`${command}\``, run, source),
    reuse: prospectSentence(`\`${command} --reuse\``, reuse, source),
  };
}

const NOT_BY_ITSELF =
  "It has not been run: a run makes it only when it is named, since nothing shows all of its rows.";

/** As it is typed. */
function argument(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `'"${name}"'`;
}

/** The sentences under titles. */
export function whyText(id: string, sentences: WhySentences, { bold, dim }: Colors): string {
  const lines = [
    ["Last run", sentences.last],
    ["Now", sentences.run],
    ["", sentences.reuse],
  ] as const;
  const body = lines.map(([title, text]) => `${dim(title.padEnd(10))}${text}\n`);
  return `${bold(nameOf(id))}\n${body.join("")}`;
}

function lastSentence(
  { status, builtAt, reason, engine, choice }: LastTime,
  source: string | undefined,
): string {
  const because = reason ? `, because ${reasonText(reason, source, "past")}` : "";
  const where = choice
    ? `, ${choiceText(choice, engine)}`
    : engine === undefined
      ? ""
      : ` on \`${singleLine(engine)}\``;
  const kept = builtAt === undefined ? "" : ` What is shown was read at ${builtAt}${where}.`;
  switch (status) {
    case "built":
      return `It was run${because}.${kept}`;
    case "reused":
      return `Its earlier result was kept${because}.${kept}`;
    case "failed":
      return `It was run${because}, and failed.`;
    case "stale":
      return `It failed or was skipped; an earlier result stands in.${kept}`;
    case "skipped":
      return "It was skipped, because something that it needs had failed.";
    case "cancelled":
      return `It was cancelled.${kept}`;
    default:
      return status satisfies never;
  }
}

function prospectSentence(
  command: string,
  { would, reason, input }: Prospect,
  source: string | undefined,
): string {
  if (would === "fail") return `${command} would fail here, without asking a source.`;
  if (would === "skip")
    return `${command} would skip it, because \`${nameOf(input ?? "")}\` would fail.`;
  if (would === "run" && input !== undefined) {
    return `${command} would run it, because \`${nameOf(input)}\`, which it reads, would be run.`;
  }
  const because = reason ? `, because ${reasonText(reason, source)}` : "";
  return would === "run"
    ? `${command} would run it${because}.`
    : `${command} would keep its result${because}.`;
}
