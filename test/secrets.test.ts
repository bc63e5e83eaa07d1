/** Secrets in places where nobody looks for them: none of them is in any output or file. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "./support/cli.js";
import { writeProject } from "./support/project.js";

const yaml = `
name: secrets
includes:
  - path: https://canary-of-the-include@git.example/r.git@v1
  - path: https://git.example/r.git?access_token=canary-of-the-query
sources:
  - name: address
    type: postgresql
    host: postgresql://reader:canary-of-the-host@127.0.0.1:1
    database: shop
    sslmode: disable
    connect_timeout: 1
  - name: key
    type: mysql
    host: 127.0.0.1
    port: 1
    database: shop
    username: reader
    sslmode: disable
    password: |
      -----BEGIN PRIVATE KEY-----
      MIIcanary-of-the-key
      AAcanary-of-the-key==
      -----END PRIVATE KEY-----
    pool: many
models:
  - { name: over address, source: ref(address), sql: select 1 as a }
  - { name: over key, source: ref(key), sql: select 1 as a }
  - name: by script
    args: [node, fail.cjs]
    env: { API_TOKEN: canary-of-the-script }
    timout: 3
traces:
  - { name: first, model: ref(over address), props: { type: bar, x: "?{ a }" } }
  - { name: second, model: ref(over key), props: { type: bar, x: "?{ a }" } }
  - { name: third, model: ref(by script), props: { type: bar, x: "?{ a }" } }
`;

const files = {
  "headwater.yml": yaml,
  "fail.cjs": "console.error(process.env.API_TOKEN); process.exit(1);\n",
};

/** The same without what keeps it from running. */
const mended = yaml
  .replace(/includes:\n(?: {2}- .*\n)+/, "")
  .replace("    pool: many\n", "")
  .replace("    timout: 3\n", "");

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.isFile());
  return Promise.all(found.map(({ parentPath, name }) => readFile(join(parentPath, name), "utf8")));
}

test.each([
  ["a faulty project", yaml, [["compile"], ["compile", "--json"], ["run", "--trust"]]],
  [
    "a project whose servers cannot be had",
    mended,
    [
      ["run", "--trust"],
      ["run", "--trust", "--json"],
      ["sources", "check"],
      ["sources", "list", "--json"],
      ["explain", "first"],
      ["query", "address", "select 1"],
      ["dist"],
    ],
  ],
])("of %s no secret is shown or kept", async (_, text, commands) => {
  const cwd = await writeProject({ ...files, "headwater.yml": text });
  const env = { XDG_STATE_HOME: join(cwd, "state") };
  for (const args of commands) {
    const { stdout, stderr } = await runCli(args, { cwd, env });
    expect([args, (stdout + stderr).match(/.*canary.*/g)]).toEqual([args, null]);
    expect(stdout + stderr).not.toBe("");
  }
  for (const folder of ["target", "state"].map((name) => join(cwd, name))) {
    const kept = await filesBelow(folder).catch(() => []);
    expect(kept.join("\n").match(/.{0,80}canary.{0,40}/g)).toBe(null);
  }
});
