/**
 * A chapter of the guide as a sequence of steps. Each fenced block is one: a file (`yaml
 * headwater.yml`), commands (`sh`), what the commands before it print (`text`), SQL for the
 * database that it is about (`sql`), or a part of a project (`yaml` without a name), which fits the
 * project as it stands then.
 */
import { readFileSync } from "node:fs";

export type GuideStep =
  | { readonly kind: "file"; readonly path: string; readonly content: string }
  | {
      readonly kind: "commands";
      readonly commands: readonly GuideCommand[];
      readonly output?: string;
    }
  | { readonly kind: "sql"; readonly text: string }
  | { readonly kind: "part"; readonly yaml: string };

export interface GuideCommand {
  readonly line: string;
  /** Said by a comment such as `# exit code 3`, else 0. */
  readonly exitCode: number;
}

const BLOCK = /^```(\w*)(?: +(\S+))?\n([\s\S]*?)^```$/gm;

/**
 * The steps of a file, or of its section of that title. Throws where a block is of no kind that a
 * test can execute.
 */
export function readChapter(path: string, section?: string): GuideStep[] {
  const steps: GuideStep[] = [];
  const whole = readFileSync(path, "utf8");
  const text = section === undefined ? whole : sectionOf(whole, section);
  for (const [, language = "", file, content = ""] of text.matchAll(BLOCK)) {
    const last = steps.at(-1);
    if (file !== undefined) steps.push({ kind: "file", path: file, content });
    else if (language === "sh") steps.push({ kind: "commands", commands: commandsIn(content) });
    else if (language === "sql") steps.push({ kind: "sql", text: content });
    else if (language === "yaml") steps.push({ kind: "part", yaml: content });
    else if (language === "text" && last?.kind === "commands" && last.output === undefined) {
      steps.splice(-1, 1, { ...last, output: content });
    } else throw new Error(`${path} has a block that nothing executes:\n${content}`);
  }
  return steps;
}

function sectionOf(text: string, title: string): string {
  const found = text.split(/^## /m).find((section) => section.startsWith(`${title}\n`));
  if (found === undefined) throw new Error(`There is no section ${title}`);
  return found;
}

function commandsIn(content: string): GuideCommand[] {
  return content
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => ({
      line: line.replace(/\s+#.*$/, ""),
      exitCode: Number(/#.*\bexit code (\d+)/.exec(line)?.[1] ?? 0),
    }));
}

/**
 * Whether output is as the chapter shows it: `…` stands for any text, alone on a line for any
 * lines.
 */
export function isAsShown(output: string, shown: string): boolean {
  const pattern = shown
    .trimEnd()
    .split("\n")
    .map((line) =>
      line.trim() === "…"
        ? "(?:.*\\n)*?"
        : `${line.trimEnd().split("…").map(escaped).join(".*")}[ \\t]*\\n`,
    );
  return new RegExp(`^${pattern.join("")}$`).test(`${output.trimEnd()}\n`);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
