import { define } from "../definition.js";

export interface Names {
  readonly names: readonly string[];
}

/** Publishing a static site. */
export const siteCodes = () => ({
  "site-without-dashboards": define({
    severity: "error",
    message: () => "The project has no dashboard, so there is nothing to publish.",
    hint: () => "Write one under `dashboards:`.",
  }),
  "site-results-missing": define<Names>({
    severity: "error",
    message: ({ names }) => `There are no results of ${listed(names)}.`,
    hint: () => "`headwater dist --run` runs first.",
  }),
  "site-results-failed": define<Names>({
    severity: "error",
    message: ({ names }) => `The last run brought no new results of ${listed(names)}.`,
    hint: () => "`headwater run` says why.",
  }),
  "site-results-outdated": define<Names>({
    severity: "error",
    message: ({ names }) =>
      `The results of ${listed(names)} are older than the project or the files behind them.`,
    hint: () => "`headwater dist --run` runs first.",
  }),
  "site-shows-secret": define<{ page: string; of: string }>({
    severity: "error",
    message: ({ page, of }) => `${page} shows a secret: the value of ${of}.`,
    hint: () => "Look for it in titles, texts and properties; a template may have put it there.",
  }),
  "site-page-name-too-long": define<{ kind: string; name: string }>({
    severity: "error",
    message: ({ kind, name }) =>
      `The name of the ${kind} \`${name}\` is too long for that of a folder.`,
    hint: () => "Shorten it, and write more in the `description`.",
  }),
  "site-folder-not-ours": define<{ folder: string }>({
    severity: "error",
    message: ({ folder }) =>
      `\`${folder}\` holds files that are not of a published site; it would be replaced as a whole.`,
    hint: () => "Name another folder with `-o`, or give `--force` to replace this one.",
  }),
  "site-folder-holds-project": define<{ folder: string }>({
    severity: "error",
    message: ({ folder }) => `\`${folder}\` holds the project itself and cannot be replaced.`,
    hint: () => "Name a folder of its own with `-o`.",
  }),
  "site-folder-is-file": define<{ folder: string }>({
    severity: "error",
    message: ({ folder }) => `\`${folder}\` is not a folder.`,
    hint: () => "Name another one with `-o`.",
  }),
  "viewer-missing": define<{ folder: string }>({
    severity: "error",
    message: ({ folder }) => `The viewer is not built: \`${folder}\` has no page.`,
    hint: () => "Run `npm run build` in Headwater's folder.",
  }),
});

/** Quoted, with `and` before the last. */
function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length > 1
    ? `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`
    : quoted.join("");
}
