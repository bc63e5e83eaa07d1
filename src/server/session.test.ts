import { expect, test } from "vitest";
import type { Diagnostic } from "../contract/diagnostic.js";
import type { SiteEvent } from "../contract/events.js";
import type { Project } from "../project/project.js";
import { createLive } from "./live.js";
import { createSession, type Session } from "./session.js";
import { type ReadProject, disclose } from "../project/disclosure.js";

const broken: Diagnostic = { code: "unknown-key", severity: "error", message: "`colour`" };
const other: Diagnostic = { code: "bad-value", severity: "error", message: "`7`" };

/** The parts of a project that a session looks at. */
function project(name: string, diagnostics: readonly Diagnostic[] = []): ReadProject {
  return disclose({
    name,
    diagnostics,
    root: "/p",
    files: new Map(),
    ...NOTHING,
  } as unknown as Project);
}

const NOTHING = { sources: [], models: [], destinations: [] };

interface Recorded {
  readonly session: Session;
  readonly events: SiteEvent[];
  readonly runs: { readonly name: string; readonly signal: AbortSignal }[];
}

function start(
  first: ReadProject,
  reads: (ReadProject | Error)[],
  hold?: (name: string) => Promise<void>,
  failures: Readonly<Record<string, readonly Diagnostic[]>> = {},
): Recorded {
  const live = createLive();
  const events: SiteEvent[] = [];
  const runs: Recorded["runs"] = [];
  live.subscribe((event) => event && events.push(event));
  const session = createSession({
    read: first,
    reload: async () => {
      const read = reads.shift() ?? first;
      if (read instanceof Error) throw read;
      return read;
    },
    run: async ({ project: { name } }, signal) => {
      runs.push({ name, signal });
      await hold?.(name);
      return { failures: failures[name] ?? [] };
    },
    live,
    onRead: async () => {},
    onProblems: () => {},
    onFailure: (error) => {
      if (error instanceof TypeError) throw error;
      return { ...other, message: String(error), detail: "where it happened" };
    },
  });
  return { session, events, runs };
}

test("an edit runs the project and tells the pages", async () => {
  const { session, events, runs } = start(project("one"), [project("two")]);
  await session.begin();
  await session.changed();
  expect(runs.map(({ name }) => name)).toEqual(["one", "two"]);
  expect(session.shown().project.name).toBe("two");
  expect(events.map(({ type }) => type)).toEqual([
    "problems",
    "published",
    "problems",
    "published",
  ]);
});

test("a broken edit keeps the last good page and lays its errors over it until it is mended", async () => {
  const { session, events, runs } = start(project("good"), [
    project("broken", [broken]),
    project("mended"),
  ]);
  await session.begin();
  events.length = 0;
  await session.changed();
  expect(session.shown().project.name).toBe("good");
  expect(events).toEqual([{ type: "problems", problems: [broken] }]);
  await session.changed();
  expect(session.shown().project.name).toBe("mended");
  expect(events.slice(1)).toEqual([{ type: "problems", problems: [] }, { type: "published" }]);
  expect(runs.map(({ name }) => name)).toEqual(["good", "mended"]);
});

test("jobs that fail are told over the page, each reason once, until a run is without them", async () => {
  const refused: Diagnostic = { code: "query-failed", severity: "error", message: "no `bilt`" };
  const reads = [project("wrong"), project("unread", [broken]), project("right")];
  const failures = { wrong: [refused, { ...refused }] };
  const { session, events } = start(project("good"), reads, undefined, failures);
  await session.begin();
  const told = () =>
    events
      .splice(0)
      .map((event) => (event.type === "problems" ? event.problems.map(({ code }) => code) : "run"));
  expect(told()).toEqual([[], "run"]);
  await session.changed();
  expect(told()).toEqual([[], ["query-failed"], "run"]);
  await session.changed();
  expect(told()).toEqual([["unknown-key", "query-failed"]]);
  await session.changed();
  expect(told()).toEqual([["query-failed"], [], "run"]);
});

test("a reading that fails is told over the page until the next one does not", async () => {
  const { session, events } = start(project("good"), [new Error("no such disk"), project("read")]);
  await session.begin();
  events.length = 0;
  await session.changed();
  expect(events).toEqual([
    { type: "problems", problems: [{ ...other, message: "Error: no such disk" }] },
  ]);
  await session.changed();
  expect(events.at(-2)).toEqual({ type: "problems", problems: [] });
  expect(session.shown().project.name).toBe("read");
});

test("errors that were there at the start do not hold up other edits", async () => {
  const { session, runs } = start(project("first", [broken, other]), [
    project("second", [broken]),
    project("third", [other]),
  ]);
  await session.begin();
  await session.changed();
  expect(session.shown().project.name).toBe("second");
  await session.changed();
  expect(session.shown().project.name).toBe("second");
  expect(runs.map(({ name }) => name)).toEqual(["first", "second"]);
});

test("a newer edit stops the rebuild under way, and edits that come together are read once", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const reads = [project("two"), project("three")];
  const { session, runs } = start(project("one"), reads, (name) =>
    name === "one" ? held : Promise.resolve(),
  );
  const first = session.begin();
  await Promise.resolve();
  await Promise.resolve();
  void session.changed();
  const last = session.changed();
  expect(runs[0]?.signal.aborted).toBe(true);
  release();
  await Promise.all([first, last]);
  expect(runs.map(({ name }) => name)).toEqual(["one", "two"]);
  expect(runs[1]?.signal.aborted).toBe(false);
});

test("closing stops what runs and waits for its end", async () => {
  let ended = false;
  const { session, runs } = start(project("one"), [], async () => {
    await Promise.resolve();
    ended = true;
  });
  void session.begin();
  await Promise.resolve();
  await Promise.resolve();
  await session.close();
  expect([runs[0]?.signal.aborted, ended]).toEqual([true, true]);
});

test("what begins after the session was closed runs nothing", async () => {
  const { session, runs } = start(project("one"), [project("two")]);
  await session.close();
  await session.begin();
  await session.changed();
  expect(runs).toEqual([]);
});
