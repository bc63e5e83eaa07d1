/**
 * A module that runs in a thread or process of its own; tests run from TypeScript, hosts from what
 * was built.
 */
export function builtModule(relative: string, from: string): URL {
  const url = new URL(relative, from);
  if (!from.endsWith(".ts")) return url;
  return new URL(url.href.replace(/\/src\/(?!.*\/src\/)/, "/dist/"));
}
