/** Includes of Git repositories as they are written, on a server of this machine. */
import { existsSync, readFileSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { runCommand } from "./support/command.js";
import { startGitServer, type GitServer } from "./support/git-server.js";
import { temporaryFolder, writeFiles } from "./support/project.js";

let server: GitServer;
let cwd: string;
let env: Readonly<Record<string, string>>;

beforeEach(async () => {
  server = await startGitServer();
  cwd = await temporaryFolder();
  env = { ...server.env, XDG_STATE_HOME: await temporaryFolder() };
});

const DATA = {
  "data/people.csv": "name\nAnn\nBob\n",
  "headwater.yml": "name: shared\nincludes: [models]\n",
  "models/people.yml": `sources:
  - { name: people, type: csv, file: ../data/people.csv }
models:
  - { name: names, source: ref(people), sql: select name from people order by name }
`,
};

const ROOT = "name: shop\nincludes:\n  - path: org/shared.git@v1\n";

async function project(root = ROOT, name = "headwater.yml"): Promise<void> {
  await writeFiles(cwd, { [name]: root });
}

function lock(): unknown {
  return JSON.parse(readFileSync(join(cwd, "headwater.lock"), "utf8"));
}

async function said(...args: string[]): Promise<string[]> {
  const { stdout } = await runCommand(["compile", "--json", ...args], { cwd, env });
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { code: string; severity: string; message: string; at?: { file: string } }[];
  };
  return diagnostics.map(({ code, severity, message }) => `${severity} ${code}: ${message}`);
}

test("a repository's files belong to a trusted project, from the commit that is pinned", async () => {
  const commit = await server.commit("org/shared", DATA, "v1");
  await project();
  const shown = await runCommand(["show", "names", "--trust", "--format", "csv"], { cwd, env });
  expect(shown.stdout).toBe("name\nAnn\nBob\n");
  const key = "https://github.com/org/shared.git@v1";
  expect(lock()).toEqual({ version: 1, includes: { [key]: commit } });

  // The tag moves, and the server goes: the pinned files stay, and trust is remembered.
  await server.commit("org/shared", { "models/people.yml": "models: []\n" }, "v1");
  expect(await said()).toEqual([]);
  await server.stop();
  expect(await runCommand(["run", "--all"], { cwd, env })).toMatchObject({ code: 0 });
  expect(lock()).toEqual({ version: 1, includes: { [key]: commit } });
});

test("the pin moves only when it is asked to", async () => {
  await server.commit("org/shared", DATA, "v1");
  await project();
  await said("--trust");
  const moved = await server.commit("org/shared", { "headwater.yml": "models: []\n" }, "v1");
  expect(await said("--update-includes")).toEqual([]);
  expect(lock()).toMatchObject({
    includes: { "https://github.com/org/shared.git@v1": moved },
  });
});

test("a pinned commit is fetched again where its files are not there", async () => {
  const first = await server.commit("org/shared", DATA, "v1");
  await project();
  await said("--trust");
  await rm(join(cwd, ".headwater"), { recursive: true });
  await server.commit("org/shared", { "headwater.yml": "models: []\n" }, "v1");
  await said();
  expect(await readdir(join(cwd, ".headwater/includes"))).toEqual([`shared@${first}`]);
  expect(readFileSync(join(cwd, ".headwater/.gitignore"), "utf8")).toBe("*\n");
});

test("one file of a repository, a branch, a whole commit and a full address", async () => {
  const commit = await server.commit("org/shared", DATA);
  await project(`includes:
  - org/shared.git@main -- models/people.yml
  - https://github.com/org/shared.git@${commit} -- models/people.yml
`);
  expect(await said("--trust")).toEqual([
    expect.stringContaining("warning include-duplicate: `.headwater/includes/shared@"),
  ]);
});

test("nothing is fetched for a project that is not trusted", async () => {
  await server.commit("org/shared", DATA, "v1");
  await project(
    `${ROOT}charts: [{ name: c, traces: [{ name: t, model: ref(names), props: { type: bar } }] }]\n`,
  );
  expect(await said()).toEqual([
    "error include-git: `org/shared.git@v1` is in a Git repository, which is not fetched: this project is not trusted.",
  ]);
  expect(existsSync(join(cwd, ".headwater"))).toBe(false);
  expect(existsSync(join(cwd, "headwater.lock"))).toBe(false);
});

test("a project of version 1.0 works without its vendor's repository, and says what is unknown", async () => {
  const files = { "data.csv": "x,y\n1,2\n" };
  await writeFiles(cwd, files);
  const own = `${ROOT}sources: [{ name: db, type: csv, file: data.csv }]
models:
  - { name: m, source: ref(db), sql: select * from db }
`;
  await project(own, "project.visivo.yml");
  expect(await said()).toEqual([
    "warning include-git-skipped: `org/shared.git@v1` is in a Git repository, which is not fetched: the project is read without it.",
  ]);
  expect(await runCommand(["run", "--all"], { cwd, env })).toMatchObject({ code: 0 });
  await project(
    `${own}  - { name: n, models: [ref(nowhere)], sql: select 1 }\n`,
    "project.visivo.yml",
  );
  expect(await said()).toContainEqual(expect.stringContaining("error unknown-reference"));
});

test("files of others run nothing, know nothing, send nothing and stay in their folder", async () => {
  const secret = "s3cret-value";
  env = { ...env, SECRET: secret };
  await writeFiles(cwd, { "own.csv": "a\n1\n" });
  await server.commit(
    "org/shared",
    {
      "project.visivo.yml": `includes: [a.yml, b.yml, c.yml, d.yml, ../../../own.yml, other/repo.git@v1]
models: [{ name: script, args: [touch, ran] }]
sources:
  - { name: out, type: csv, file: ../../../own.csv }
  - { name: absolute, type: sqlite, database: /etc/passwd }
  - { name: inside, type: csv, file: in.csv }
destinations: [{ name: hook, type: slack, webhook_url: "https://example.com" }]
alerts: [{ name: alert, destinations: [ref(hook)] }]
`,
      "a.yml": "models: [{ name: a, sql: \"{{ env_var('SECRET') }}\" }]\n",
      "b.yml":
        "sources: [{ name: b, type: postgresql, host: h, database: d, password: '${env.SECRET}' }]\n",
      "c.yml":
        'sources: [{ name: c, type: postgresql, host: h, database: d, password: "\\x24{env.SECRET}" }]\n',
      "d.yml": "models: [{ name: d, sql: \"{{ read_json_file('../../../own.json') }}\" }]\n",
      "in.csv": "x\n1\n",
      ".gitattributes": "* filter=evil\n",
      ".gitmodules": '[submodule "x"]\n  path = x\n  url = https://github.com/other/x.git\n',
    },
    "v1",
  );
  await writeFiles(cwd, { "own.json": "[1]", "own.yml": "models: []\n" });
  await project();
  const found = await said("--trust");
  const refused = found.filter((line) => line.includes("include-git-refused"));
  const whats = refused.map((line) => /must not have (.*)\.$/.exec(line)?.[1] ?? "");
  expect(whats.toSorted((a, b) => a.localeCompare(b))).toEqual([
    "alerts",
    "commands",
    "destinations",
    "includes of other repositories",
    "paths that lead out of it",
    "paths that lead out of it",
    "references to the environment",
    "references to the environment",
  ]);
  expect(found).toContainEqual(expect.stringContaining("error include-outside-project"));
  expect(found).toContainEqual(expect.stringContaining("error jinja-failed"));
  expect(JSON.stringify(found)).not.toContain(secret);

  // What is refused is nothing to trust, so that the yes holds.
  expect(await said()).toEqual(found);
  const checked = await runCommand(["sources", "check", "out", "absolute"], { cwd, env });
  expect(checked).toMatchObject({ code: 3 });
  await runCommand(["run", "--all"], { cwd, env });
  expect(existsSync(join(cwd, "ran"))).toBe(false);
  const rows = await runCommand(["query", "inside", "select x from data", "--format", "csv"], {
    cwd,
    env,
  });
  expect(rows.stdout).toBe("x\n1\n");
});

test("links of a repository are not written", async () => {
  await server.link("org/shared", "link.yml", "/etc/hostname");
  await server.commit("org/shared", { "headwater.yml": "includes: [link.yml]\n" }, "v1");
  await project();
  expect(await said("--trust")).toEqual([
    "error include-missing: The included `link.yml` does not exist.",
  ]);
});

test("what cannot be fetched is told at its include", async () => {
  await server.commit("org/shared", { "readme.md": "" }, "v1");
  await project(`includes:
  - org/shared.git@v1
  - org/shared.git@v1 -- nowhere.yml
  - org/shared.git@v2
  - org/nowhere.git@v1
  - org/shared.git
  - git@github.com:org/shared.git@v1
  - https://user:token@github.com/org/shared.git@v1
  - org/shared.git@--upload-pack=x
  - org/shared.git@v1 -- ../x.yml
  - .github/x.yml
`);
  const found = await said("--trust");
  expect(found.map((line) => line.replace(/^error /, ""))).toEqual([
    "include-git-file-missing: The repository of `org/shared.git@v1` has no project file.",
    "include-git-file-missing: The repository of `org/shared.git@v1 -- nowhere.yml` has no file `nowhere.yml`.",
    "include-git-failed: `https://github.com/org/shared.git` at `v2` cannot be fetched: it has no such version.",
    "include-git-failed: `https://github.com/org/nowhere.git` at `v1` cannot be fetched: there is no such repository.",
    "include-git-invalid: The included repository `org/shared.git` cannot be read: it names no version.",
    "include-git-invalid: The included repository `git@github.com:org/shared.git@v1` cannot be read: only `https` addresses are fetched.",
    "include-git-invalid: The included repository `https://user:***@github.com/org/shared.git@v1` cannot be read: an address must not hold a user or a token.",
    "include-git-invalid: The included repository `org/shared.git@--upload-pack=x` cannot be read: `--upload-pack=x` is not a tag, a branch or a commit.",
    "include-git-invalid: The included repository `org/shared.git@v1 -- ../x.yml` cannot be read: `../x.yml` is not a file of the repository.",
    "include-missing: The included `.github/x.yml` does not exist.",
  ]);
});

test("only `https` is spoken unless the user's own environment says otherwise", async () => {
  await server.commit("org/shared", DATA, "v1");
  await project();
  const { GIT_ALLOW_PROTOCOL: _, ...plain } = env;
  env = plain;
  expect(await said("--trust")).toEqual([
    "error include-git-failed: `https://github.com/org/shared.git` at `v1` cannot be fetched: only `https` addresses are fetched.",
  ]);
});

test("a lock file that is damaged is not overwritten", async () => {
  await server.commit("org/shared", DATA, "v1");
  await project();
  await writeFiles(cwd, { "headwater.lock": '{ "version": 1, "includes": { "x": "main" } }' });
  expect(await said("--trust")).toEqual([
    "error include-git-failed: `https://github.com/org/shared.git` at `v1` cannot be fetched: `headwater.lock` cannot be used: it is not what Headwater writes.",
  ]);
  expect(lock()).toMatchObject({ includes: { x: "main" } });
});
