import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { STATE_FORMAT, type Artifact, type Manifest } from "../../contract/manifest.js";
import { createEnvironment } from "../../project/read/environment.js";
import { sha256 } from "../../disk/sha256.js";
import { newRunId, openState, type State } from "./state.js";

const idle = new AbortController().signal;

function open(root = mkdtempSync(join(tmpdir(), "state-")), environment = "default"): State {
  return openState({ root, environment: createEnvironment(environment, {}) });
}

/** Of a file that holds this text. */
function artifact(text: string): Artifact {
  const hash = sha256(text);
  const builtAt = "2024-01-01T00:00:00Z";
  return { hash, format: "json", rows: 1, bytes: text.length, columns: [], builtAt };
}

/** Adopts one object per text and publishes a manifest that names them. */
async function publish(state: State, ...texts: string[]): Promise<Manifest> {
  for (const text of texts) {
    const path = join(state.temporaryDirectory(), text);
    writeFileSync(path, text);
    await state.adopt({ path, artifact: artifact(text), diagnostics: [] });
  }
  const objects = texts.map((text) => [
    `trace:${text}`,
    { kind: "trace", name: text, status: "built", artifact: artifact(text), diagnostics: [] },
  ]);
  const manifest: Manifest = {
    format: STATE_FORMAT,
    id: newRunId(new Date()),
    environment: "default",
    startedAt: "",
    finishedAt: "",
    // One entry per text, in the shape that the manifest has.
    objects: Object.fromEntries(objects) as Manifest["objects"],
  };
  await state.publish(manifest);
  // Ids of one millisecond are in no order.
  await new Promise((resolve) => setTimeout(resolve, 2));
  return manifest;
}

async function take(state: State) {
  const taken = await state.lock({ wait: false, signal: idle });
  if ("busy" in taken) throw new Error(taken.busy.message);
  return taken.lock;
}

test("a published manifest is current, its objects are files of their own", async () => {
  const state = open();
  expect(await state.current()).toBeUndefined();
  const manifest = await publish(state, "aa");
  expect(await state.current()).toEqual(manifest);
  expect(readFileSync(state.objectPath(artifact("aa")), "utf8")).toBe("aa");
  expect(await state.condition(artifact("bb"))).toBe("missing");
});

test("nothing is written by opening and reading", async () => {
  const state = open();
  await state.current();
  expect(existsSync(state.directory)).toBe(false);
});

test("files are the user's alone, and git ignores them", async () => {
  const root = mkdtempSync(join(tmpdir(), "state-"));
  const state = open(root);
  await publish(state, "aa");
  expect(statSync(state.directory).mode & 0o777).toBe(0o700);
  expect(statSync(state.objectPath(artifact("aa"))).mode & 0o777).toBe(0o600);
  expect(statSync(join(state.directory, "current.json")).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(root, "target", ".gitignore"), "utf8")).toBe("*\n");
});

test("objects of the last two runs stay, older ones go, and so do manifests beyond fifty", async () => {
  const state = open();
  for (let i = 0; i < 53; i++) await publish(state, `object${i}`);
  const kept = ["object51", "object52"].map((text) => `${artifact(text).hash}.json`);
  expect(readdirSync(join(state.directory, "objects")).toSorted()).toEqual(kept.toSorted());
  expect(readdirSync(join(state.directory, "runs"))).toHaveLength(50);
});

test("an object that a later run still names stays however old it is", async () => {
  const state = open();
  for (const other of ["b", "c", "d"]) await publish(state, "a", other);
  expect(await state.condition(artifact("a"))).toBe("whole");
  expect(await state.condition(artifact("b"))).toBe("missing");
});

test("a state of another format is not read but known to be there", async () => {
  const state = open();
  await publish(state, "a");
  expect(await state.unusable()).toBeUndefined();
  writeFileSync(join(state.directory, "current.json"), '{"format": 0, "run": "x"}');
  expect(await state.unusable()).toBe("outdated");
  expect(await state.current()).toBeUndefined();
});

const manifestOf = ({ id }: Manifest) => join("runs", id, "manifest.json");
const pointerOf = () => "current.json";

test.each([
  ["an emptied pointer", pointerOf, () => ""],
  ["a cut pointer", pointerOf, (text: string) => text.slice(0, text.length / 2)],
  ["a pointer to nothing", pointerOf, (text: string) => text.replace('"run":"', '"run":"x')],
  ["an emptied manifest", manifestOf, () => ""],
  ["a cut manifest", manifestOf, (text: string) => text.slice(0, text.length / 2)],
  ["other numbers", manifestOf, (text: string) => text.replace('"rows":1', '"rows":2')],
] as const)("%s is no state, and that is known", async (_, fileOf, damage) => {
  const root = mkdtempSync(join(tmpdir(), "state-"));
  const manifest = await publish(open(root), "a");
  const path = join(open(root).directory, fileOf(manifest));
  writeFileSync(path, damage(readFileSync(path, "utf8")));
  const state = open(root);
  expect([await state.current(), await state.unusable()]).toEqual([undefined, "damaged"]);
  await publish(state, "b");
  expect((await state.current())?.objects).toHaveProperty(["trace:b"]);
});

test("an older manifest of another shape hinders no run", async () => {
  const state = open();
  const path = join(state.directory, manifestOf(await publish(state, "a")));
  writeFileSync(path, readFileSync(path, "utf8").replace('"objects":{', '"objects":{"x":1,'));
  await publish(state, "b");
  expect((await state.current())?.objects).toHaveProperty(["trace:b"]);
});

test("an object is whole only with the bytes that its manifest names", async () => {
  const state = open();
  await publish(state, "aa");
  const path = state.objectPath(artifact("aa"));
  expect(await state.condition(artifact("aa"))).toBe("whole");
  writeFileSync(path, "ab");
  expect(await state.condition(artifact("aa"))).toBe("damaged");
  writeFileSync(path, "a");
  expect(await state.condition(artifact("aa"))).toBe("damaged");
  rmSync(path);
  mkdirSync(path);
  expect(await state.condition(artifact("aa"))).toBe("damaged");
  await publish(state, "aa");
  expect(await state.condition(artifact("aa"))).toBe("whole");
});

test("a temporary folder that somebody removed is made again", () => {
  const state = open();
  const folder = state.temporaryDirectory();
  rmSync(state.directory, { recursive: true });
  expect(state.temporaryDirectory()).toBe(folder);
  expect(existsSync(folder)).toBe(true);
});

test.each(["../../escape", "", "..", "a/b"])("the environment %j becomes no path", (name) => {
  const root = mkdtempSync(join(tmpdir(), "state-"));
  expect(open(root, name).directory).toMatch(/target[/\\]environment-[0-9a-f]{16}$/);
});

test("a lock is held once, and free again after its release", async () => {
  const root = mkdtempSync(join(tmpdir(), "state-"));
  const lock = await take(open(root));
  const second = await open(root).lock({ wait: false, signal: idle });
  expect(second).toMatchObject({
    busy: {
      code: "project-busy",
      message: expect.stringContaining(`process ${process.pid}`),
      hint: expect.stringContaining("--wait"),
    },
  });
  await lock.release();
  await (await take(open(root))).release();
});

test("who waits gets the lock when it is released, or gives up when told to", async () => {
  const root = mkdtempSync(join(tmpdir(), "state-"));
  const first = await take(open(root));
  const cancel = new AbortController();
  const refused = open(root).lock({ wait: true, signal: cancel.signal });
  const waiting = open(root).lock({ wait: true, signal: idle });
  cancel.abort();
  expect(await refused).toHaveProperty("busy");
  await first.release();
  expect(await waiting).toHaveProperty("lock");
});

test("the lock of a process that died is taken over", async () => {
  const state = open();
  await (await take(state)).release();
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => child.once("exit", resolve));
  const holder = { pid: child.pid, host: hostname(), process: "1", token: "t", since: "then" };
  writeFileSync(join(state.directory, "lock"), JSON.stringify(holder));
  await (await take(state)).release();
});

test("the lock of an earlier process with the number of a living one is taken over", async () => {
  const state = open();
  await (await take(state)).release();
  const holder = { pid: process.pid, host: hostname(), process: "1", token: "t", since: "then" };
  writeFileSync(join(state.directory, "lock"), JSON.stringify(holder));
  if (process.platform === "linux") await (await take(state)).release();
  else expect(await state.lock({ wait: false, signal: idle })).toHaveProperty("busy");
});

test("a lock of another machine counts while it is touched, and is taken over after a minute of silence", async () => {
  const state = open();
  await (await take(state)).release();
  const path = join(state.directory, "lock");
  const holder = { pid: 1, host: "elsewhere", process: "", token: "t", since: "then" };
  writeFileSync(path, JSON.stringify(holder));
  expect(await state.lock({ wait: false, signal: idle })).toHaveProperty("busy");
  const past = new Date(Date.now() - 120_000);
  utimesSync(path, past, past);
  await (await take(state)).release();
});

test("folders of dead processes are swept when a run begins, those of living ones stay", async () => {
  const state = open();
  const own = state.temporaryDirectory();
  const dead = join(state.directory, "tmp", "999999999-abc");
  mkdirSync(dead);
  await (await take(state)).release();
  expect(existsSync(dead)).toBe(false);
  expect(existsSync(own)).toBe(true);
});

test("the current run keeps its objects when the clock has gone back meanwhile", async () => {
  const state = open();
  await publish(state, "a");
  await publish(state, "b");
  const ids = readdirSync(join(state.directory, "runs"));
  // As if both had been made tomorrow.
  for (const id of ids) {
    const later = `9${id.slice(1)}`;
    renameSync(join(state.directory, "runs", id), join(state.directory, "runs", later));
  }
  const manifest = await publish(state, "c");
  expect((await state.current())?.id).toBe(manifest.id);
  expect(await state.condition(artifact("c"))).toBe("whole");
});

test("what a killed run has left of a manifest costs no other run its objects", async () => {
  const state = open();
  await publish(state, "a");
  await publish(state, "b");
  const dead = join(state.directory, "runs", newRunId(new Date()));
  mkdirSync(dead);
  await publish(state, "c");
  expect(await state.condition(artifact("b"))).toBe("whole");
  expect(existsSync(dead)).toBe(false);
});

test("files that a killed process had half written are swept when a run begins", async () => {
  const state = open();
  await (await take(state)).release();
  const names = ["lock.999999999.1b2-token", "lock.takeover", "current.json.999999999.tmp"];
  for (const name of names) writeFileSync(join(state.directory, name), "half");
  await (await take(state)).release();
  expect(readdirSync(state.directory).toSorted()).toEqual(["objects", "runs", "tmp"]);
});

test("a folder of an earlier process with the number of a living one is swept", async () => {
  const state = open();
  await (await take(state)).release();
  const dead = join(state.directory, "tmp", `${process.pid}.1bdeadbeef-abc`);
  mkdirSync(dead);
  await (await take(state)).release();
  expect(existsSync(dead)).toBe(false);
});

test("of many that find a lock of a dead process, one takes it over at a time", async () => {
  const root = mkdtempSync(join(tmpdir(), "state-"));
  await (await take(open(root))).release();
  const holder = { pid: 999_999_999, host: hostname(), process: "1", token: "t", since: "then" };
  writeFileSync(join(root, "target", "default", "lock"), JSON.stringify(holder));
  let held = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const taken = await open(root).lock({ wait: true, signal: idle });
      if ("busy" in taken) throw new Error(taken.busy.message);
      held += 1;
      most = Math.max(most, held);
      await new Promise((resolve) => setTimeout(resolve, 5));
      held -= 1;
      await taken.lock.release();
    }),
  );
  expect(most).toBe(1);
});
