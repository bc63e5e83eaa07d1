import type { Dialect } from "./dialect.js";

/** The name that SQL means which writes a name as it is; of names that need quotes themselves. */
export function foldedName(name: string, { foldName }: Pick<Dialect, "foldName">): string {
  return foldName && /^[a-z_]\w*$/i.test(name) ? foldName(name) : name;
}
