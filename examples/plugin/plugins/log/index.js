/** A source over text logs: each line becomes a row, and Headwater does the rest with it. */
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { createInterface } from "node:readline";

/** @type {(kit: import("headwater/source").SourceKit) => import("headwater/source").PluginSourceType} */
export const sourceType = (kit) => ({
  open(config, context) {
    const { file, pattern, types = {}, others } = config;
    const line = compile(pattern, kit);
    const names = [...pattern.matchAll(/\(\?<(\w+)>/g)].map(([, name]) => name);
    const unknown = Object.keys(types).find((name) => !names.includes(name));
    if (names.length === 0 || unknown) {
      const hint = "Name the groups of `pattern`: `(?<time>\\S+)`.";
      throw kit.failure(
        unknown ? `\`pattern\` has no group \`${unknown}\`.` : "`pattern` has no named groups.",
        { hint },
      );
    }
    return kit.createTableSource(
      {
        file,
        tables(files) {
          const warnings = [];
          const columns = names.map((name) => ({ name, type: types[name] ?? "text" }));
          return { main: { columns, rows: () => rowsOf(files, warnings) }, warnings };
        },
      },
      context,
    );

    async function* rowsOf(files, warnings) {
      warnings.length = 0;
      for (const path of files) {
        let number = 0;
        let skipped = 0;
        for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
          number += 1;
          const groups = line.exec(text)?.groups;
          if (groups) yield names.map((name) => groups[name]);
          else if (text.trim() !== "" && others === "skip") skipped += 1;
          else if (text.trim() !== "") {
            const hint = "Mend `pattern`, or leave such lines out with `others: skip`.";
            throw kit.failure(`Line ${number} of \`${basename(path)}\` does not match.`, {
              hint,
              detail: text.slice(0, 200),
            });
          }
        }
        if (skipped > 0) {
          const message = `${skipped} lines of \`${basename(path)}\` do not match and are left out.`;
          warnings.push({ code: "log-lines-skipped", severity: "warning", message });
        }
      }
    }
  },
});

function compile(pattern, kit) {
  try {
    return new RegExp(pattern);
  } catch (error) {
    throw kit.failure(`\`pattern\` is no regular expression: ${error.message}.`);
  }
}
