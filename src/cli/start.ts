/**
 * What `bin/headwater.js` opens: it runs the files of the command, which are CommonJS in the bundle,
 * with the code that V8 has made of them before.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";
import { openKeptCode } from "./kept-code.js";
import type { main } from "./main.js";

interface BundledModule {
  readonly exports: unknown;
}

/** Server and `run --every` stay: what they need from the start is kept while it is still there. */
const SETTLED_MILLISECONDS = 5000;

/** Runs the command that the words of the command line name. */
export async function start(argv: readonly string[]): Promise<void> {
  const kept = openKeptCode(argv[0] ?? "", process.env);
  const scripts = new Map<string, Script>();
  const modules = new Map<string, BundledModule>();
  const fromOutside = createRequire(import.meta.url);

  function open(file: string): BundledModule {
    const known = modules.get(file);
    if (known) return known;
    const filename = join(import.meta.dirname, file);
    const cachedData = kept?.codeOf(file);
    const script = new Script(readFileSync(filename, "latin1"), {
      filename,
      ...(cachedData && { cachedData }),
    });
    scripts.set(file, script);
    const module = { exports: {} };
    modules.set(file, module);
    // The bundler has put this function around each of these files.
    const run = script.runInThisContext() as (...inScope: unknown[]) => void;
    run(module.exports, required, module, filename);
    return module;
  }
  function required(name: string): unknown {
    return name.startsWith("./") ? open(name.slice(2)).exports : fromOutside(name);
  }

  let isKept = false;
  function keep(isFine: boolean): void {
    if (!isKept) kept?.keep(scripts, isFine);
    isKept = true;
  }
  const settled = setTimeout(keep, SETTLED_MILLISECONDS, true).unref();
  const command = open("main.cjs").exports as { readonly main: typeof main };
  await command.main(argv);
  clearTimeout(settled);
  keep(process.exitCode === 0);
}
