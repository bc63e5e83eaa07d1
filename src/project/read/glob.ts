/**
 * A glob as a pattern for whole paths with `/`: `*` and `?` stay inside a name, `**` crosses folders,
 * `{a,b}` is a choice. A glob without `/` is matched against the last name, in every folder.
 */
export function globPattern(glob: string): RegExp {
  const trimmed = glob.replace(/^\.?\//, "").replace(/\/$/, "");
  const body = trimmed.replaceAll(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[\\^$.|+()[\]{}]/g, translate);
  return new RegExp(trimmed.includes("/") ? `^${body}$` : `^(?:.*/)?${body}$`, "su");
}

function translate(token: string): string {
  switch (token) {
    case "**/":
      return "(?:.*/)?";
    case "**":
      return ".*";
    case "*":
      return "[^/]*";
    case "?":
      return "[^/]";
    default:
      return token.length > 1 ? `(?:${choices(token)})` : `\\${token}`;
  }
}

function choices(token: string): string {
  const options = token.slice(1, -1).split(",");
  return options.map((option) => option.replaceAll(/[\\^$.|+()[\]?*]/g, String.raw`\$&`)).join("|");
}
