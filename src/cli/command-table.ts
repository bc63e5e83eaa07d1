import type { CommandModule } from "./command.js";

interface CommandEntry {
  readonly summary: string;
  readonly examples: readonly string[];
  readonly load: () => Promise<CommandModule>;
}

/**
 * Every command, in the order in which `--help` lists them. Adding one: a line here and a module in
 * `commands/`.
 */
export const COMMANDS = {
  init: {
    summary: "write a small working project",
    examples: ["headwater init shop"],
    load: async () => (await import("./commands/init.js")).initCommand,
  },
  compile: {
    summary: "read and check everything, touch no source",
    examples: ["headwater compile", "headwater compile --json"],
    load: async () => (await import("./commands/compile.js")).compileCommand,
  },
  run: {
    summary: "run what the selection needs and publish the results",
    examples: [
      "headwater run",
      "headwater run '+orders by week'",
      "headwater run tag:daily --reuse",
      "headwater run --check --all",
    ],
    load: async () => (await import("./commands/run.js")).runCommand,
  },
  serve: {
    summary: "show the dashboards in the browser and follow every edit",
    examples: ["headwater serve --open", "headwater serve --port 9000 --trust"],
    load: async () => (await import("./commands/serve.js")).serveCommand,
  },
  dist: {
    summary: "publish the dashboards as a static site",
    examples: ["headwater dist --run", "headwater dist -o public/reports --json"],
    load: async () => (await import("./commands/dist.js")).distCommand,
  },
  show: {
    summary: "print the rows of a model or a trace",
    examples: [
      "headwater show orders",
      "headwater show 'orders by week' --format csv -o orders.csv",
    ],
    load: async () => (await import("./commands/show.js")).showCommand,
  },
  query: {
    summary: "run one read-only query on a source, or over the models, and print its rows",
    examples: [
      "headwater query shop 'select * from orders limit 10'",
      "headwater query shop 'select * from orders' --format parquet -o orders.parquet",
      "headwater query --models 'select * from orders join customers using (customer_id)'",
    ],
    load: async () => (await import("./commands/query.js")).queryCommand,
  },
  sources: {
    summary: "list the sources, check their connections, show their tables",
    examples: [
      "headwater sources",
      "headwater sources check",
      "headwater sources tables shop orders",
    ],
    load: async () => (await import("./commands/sources.js")).sourcesCommand,
  },
  test: {
    summary: "check the assertions on the results and send the alerts",
    examples: ["headwater test --run", "headwater test 'orders by week' --junit tests.xml"],
    load: async () => (await import("./commands/test.js")).testCommand,
  },
  explain: {
    summary: "print the SQL that each source receives",
    examples: [
      "headwater explain 'orders by week'",
      "headwater explain revenue --input grain=Years",
    ],
    load: async () => (await import("./commands/explain.js")).explainCommand,
  },
  why: {
    summary: "say why a result was kept or made anew, and what a run would do now",
    examples: ["headwater why 'orders by week'", "headwater why orders --json"],
    load: async () => (await import("./commands/why.js")).whyCommand,
  },
  clean: {
    summary: "remove what no result needs any more, and what killed runs have left",
    examples: ["headwater clean --dry-run", "headwater clean --all-environments"],
    load: async () => (await import("./commands/clean.js")).cleanCommand,
  },
  schema: {
    summary: "print the JSON Schema of project files, for editors",
    examples: ["headwater schema -o headwater.schema.json"],
    load: async () => (await import("./commands/schema.js")).schemaCommand,
  },
  dbt: {
    summary: "write the sources and models that come from dbt as YAML",
    examples: ["headwater dbt", "headwater dbt --dbt-target prod"],
    load: async () => (await import("./commands/dbt.js")).dbtCommand,
  },
} as const satisfies Record<string, CommandEntry>;

export type CommandName = keyof typeof COMMANDS;

export const COMMAND_NAMES: readonly string[] = Object.keys(COMMANDS);

/** True for the names of {@link COMMANDS}. */
export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

/** Commands of Visivo 1.0 that have no counterpart, and what to use instead. */
export const RETIRED_COMMANDS: ReadonlyMap<string, string> = new Map([
  [
    "deploy",
    "Headwater has no hosted service: `headwater dist` writes a site that any host serves.",
  ],
  ["archive", "Headwater has no hosted service, so there is nothing to archive."],
  ["authorize", "Headwater has no hosted service, so there is nothing to log in to."],
  ["aggregate", "Results are grouped in the query itself: `headwater run` does all of it."],
]);
