/**
 * A module of the bundle that runs in a thread or process of its own; `name` is that of its file,
 * `from` the address of a module of the bundle. Tests run from TypeScript and start what was built.
 */
export function builtModule(name: string, from: string): URL {
  const url = new URL(name, from);
  if (!from.endsWith(".ts")) return url;
  return new URL(url.href.replace(/\/src\/(?!.*\/src\/).*\//, "/dist/bundle/"));
}
