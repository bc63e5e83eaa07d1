/**
 * A module of the bundle that runs in a thread or process of its own; `name` is that of its file,
 * `from` the address of a module of the bundle. Tests run from TypeScript, benchmarks from single
 * compiled modules: both start what is in the bundle.
 */
export function builtModule(name: string, from: string): URL {
  const url = new URL(name, from);
  if (from.includes("/dist/bundle/")) return url;
  const aside = /\/(?:src|dist)\/(?!.*\/(?:src|dist)\/).*\//;
  return new URL(url.href.replace(aside, "/dist/bundle/"));
}
