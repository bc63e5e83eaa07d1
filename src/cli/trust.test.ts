import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createColors } from "./colors.js";
import { loadFiles } from "../../test/support/load-files.js";
import type { Terminal } from "./terminal.js";
import { decideFetch, decideTrust } from "./trust.js";

const load = (script: string, root?: string) =>
  loadFiles(
    { "headwater.yml": `models:\n  - {name: s, ${script}}\n` },
    root === undefined ? {} : { root },
  );

/**
 * A terminal with a state folder of its own, which gives these answers and keeps what it showed.
 */
function terminal(answers: string[] | undefined) {
  const shown: string[] = [];
  const sink = {
    write: (text: string) => void shown.push(text),
    isTerminal: false,
    columns: 80,
    colors: createColors(false),
  };
  const ask = (question: string) => {
    shown.push(question);
    return Promise.resolve(answers?.shift() ?? "");
  };
  const env = { XDG_STATE_HOME: mkdtempSync(join(tmpdir(), "trust-")) };
  const made: Terminal = { out: sink, err: sink, directory: ".", env, ...(answers && { ask }) };
  return { terminal: made, shown };
}

test("a person is shown the commands, and a yes holds until one of them changes", async () => {
  const { terminal: asked, shown } = terminal(["y", "no"]);
  const project = await load("args: [node, 'a b.js'], cwd: sub, env: {TOKEN: x, A: y}");
  expect(await decideTrust(project, undefined, asked)).toBe(true);
  expect(shown.join("")).toContain(`s: node "a b.js" (in sub, with A, TOKEN)`);
  shown.length = 0;
  expect(await decideTrust(project, undefined, asked)).toBe(true);
  expect(shown).toEqual([]);
  const changed = await load("args: [node, b.js]", project.root);
  expect(await decideTrust(changed, undefined, asked)).toBe(false);
  expect(shown.join("")).toContain("s: node b.js\n");
});

test.each(["", "n", "yess", "sure"])("the answer %j is no yes", async (answer) => {
  expect(await decideTrust(await load("args: [a]"), undefined, terminal([answer]).terminal)).toBe(
    false,
  );
});

test("without a terminal nothing asks, and nothing is trusted", async () => {
  const { terminal: silent, shown } = terminal(undefined);
  expect(await decideTrust(await load("args: [a]"), undefined, silent)).toBe(false);
  expect(shown).toEqual([]);
});

test("control characters of a command do not reach the terminal", async () => {
  const { terminal: asked, shown } = terminal(["n"]);
  await decideTrust(await load(String.raw`args: [a, "\e[2Jhidden"]`), undefined, asked);
  expect(shown.join("")).not.toContain("\u001b");
});

test("plugins and repositories are shown, too; a project of version 1.0 is not asked about the latter", async () => {
  const text = "plugins: [headwater-source-x]\nincludes: [org/shared.git@v1]\n";
  const { terminal: asked, shown } = terminal(["n", "y"]);
  const own = await loadFiles({ "headwater.yml": text });
  expect(await decideTrust(own, undefined, asked)).toBe(false);
  expect(shown.join("")).toContain("code of the plugin headwater-source-x\n");
  expect(shown.join("")).toContain("files fetched from org/shared.git@v1\n");
  expect(await decideFetch(own, undefined, asked)).toBe(true);

  const older = await loadFiles({
    "project.visivo.yml": "includes: [{ path: org/shared.git@v1 }]",
  });
  const other = terminal(["y"]);
  expect(await decideFetch(older, undefined, other.terminal)).toBe(false);
  expect(await decideTrust(older, undefined, other.terminal)).toBe(false);
  expect(other.shown).toEqual([]);
  expect(await decideFetch(older, true, other.terminal)).toBe(true);
});

test("what is the user's own is named with the host that would get it, and asked about once", async () => {
  const yaml = (host: string) => ({
    "headwater.yml": `sources:
  - { name: s, type: postgresql, host: ${host}, database: d, password: "\${env.SHOP_PASSWORD}" }
`,
  });
  const env = { SHOP_PASSWORD: "own" };
  const { terminal: asked, shown } = terminal(["y", "n"]);
  const project = await loadFiles(yaml("db.example"), { env });
  expect(await decideTrust(project, undefined, asked)).toBe(true);
  expect(shown.join("")).toContain(
    "  the variable `SHOP_PASSWORD`, which is your own, sent to db.example\n",
  );
  shown.length = 0;
  expect(await decideTrust(project, undefined, asked)).toBe(true);
  expect(shown).toEqual([]);
  const moved = await loadFiles(yaml("evil.example"), { env, root: project.root });
  expect(await decideTrust(moved, undefined, asked)).toBe(false);
  expect(shown.join("")).toContain("sent to evil.example\n");
});
