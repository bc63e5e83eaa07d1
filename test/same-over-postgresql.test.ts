/**
 * `examples/servers` asks one PostgreSQL the questions of `examples/flights`; the answers must be
 * the same bytes.
 */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postgresUnavailable, startPostgres, type PostgresServer } from "./servers/postgres.js";
import { copyExample, exampleAt, EXAMPLES, type Demo } from "./support/flights-demo.js";
import { ranExample } from "./support/ran-example.js";

const unavailable = postgresUnavailable();
const servers = copyExample("servers");
const traces = traceNames(exampleAt(join(EXAMPLES, "flights")));
let files: Demo;
let server: PostgresServer | undefined;
let variables: Record<string, string> = {};

beforeAll(async () => {
  files = await ranExample("flights");
  if (unavailable !== undefined) return;
  server = await startPostgres();
  await server.createDatabase("flights");
  variables = {
    FLIGHTS_HOST: server.host,
    FLIGHTS_PORT: String(server.port),
    FLIGHTS_DATABASE: "flights",
    FLIGHTS_USER: server.user,
    FLIGHTS_PASSWORD: server.password,
  };
  await promisify(execFile)(process.execPath, ["scripts/flights-to-postgresql.js"], {
    env: { ...process.env, ...variables },
  });
  const { code, stderr } = await servers.headwater(["run", "--trust"], variables);
  expect(code === 0 ? "" : stderr).toBe("");
});

afterAll(async () => {
  await server?.stop();
  servers.remove();
});

test("both examples have the same merges, charts and dashboards", () => {
  expect(shared(servers)).toEqual(shared(files));
});

test.skipIf(unavailable).each(traces)(
  "%s is byte for byte the same over PostgreSQL",
  async (name) => {
    const [here, there] = await Promise.all([
      files.headwater(["show", name, "--format", "json"]),
      servers.headwater(["show", name, "--format", "json"], variables),
    ]);
    expect(here.code).toBe(0);
    expect(there.stdout).toBe(here.stdout);
  },
);

/** Text of the files that both examples have in common, by name. */
function shared({ directory }: Demo): Record<string, string> {
  const folders = ["charts", "dashboards"].flatMap((folder) =>
    readdirSync(join(directory, folder)).map((file) => join(folder, file)),
  );
  return Object.fromEntries(
    ["merges.yml", ...folders].map((file) => [file, readFileSync(join(directory, file), "utf8")]),
  );
}

function traceNames({ directory }: Demo): string[] {
  return readdirSync(join(directory, "charts")).flatMap((file) => {
    const text = readFileSync(join(directory, "charts", file), "utf8");
    const section = /^traces:\n((?: .*\n|\n|#.*\n)*)/m.exec(text)?.[1] ?? "";
    return [...section.matchAll(/^ {2}- name: (.*)$/gm)].map(([, name]) => name ?? "");
  });
}
