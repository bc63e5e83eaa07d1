import { expect, test } from "vitest";
import type { Diagnostic } from "../contract/diagnostic.js";
import type { SiteEvent } from "../contract/events.js";
import type { Project } from "../project/project.js";
import { createLive } from "./live.js";
import { createAskByHand, refreshByClock, type Refresh } from "./refresh.js";
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
  readonly runs: {
    readonly name: string;
    readonly signal: AbortSignal;
    readonly refresh?: Refresh | undefined;
  }[];
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
    run: async ({ project: { name } }, signal, refresh) => {
      runs.push({ name, signal, ...(refresh && { refresh }) });
      await hold?.(name);
      return { failures: failures[name] ?? [] };
    },
    live,
    abandon: () => events.push({ type: "published", run: "abandoned" }),
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

/** Holds the runs of a project until it is released. */
function gate() {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  return { held, release: () => release() };
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

const ran = ({ runs }: Recorded) =>
  runs.map(({ name, refresh }) => (refresh ? [name, [...(refresh.dashboards ?? ["all"])]] : name));

test("a refresh waits for what runs, and several that wait become one", async () => {
  const { held, release } = gate();
  const recorded = start(project("one"), [project("two"), project("three")], () => held);
  const { session } = recorded;
  void session.begin();
  await turns();
  void session.refresh(createAskByHand()("a"));
  const last = session.refresh(createAskByHand()("b"));
  await turns();
  expect(ran(recorded)).toEqual(["one"]);
  release();
  await last;
  expect(ran(recorded)).toEqual(["one", ["two", ["a", "b"]]]);
  await session.refresh(refreshByClock());
  expect(ran(recorded).at(-1)).toEqual(["three", ["all"]]);
});

test("an edit in mid-refresh is run first, and the refresh goes on after it", async () => {
  const { held, release } = gate();
  const reads = [project("refreshed"), project("edited"), project("again")];
  const recorded = start(project("one"), reads, (name) =>
    name === "refreshed" ? held : Promise.resolve(),
  );
  const { session, runs } = recorded;
  void session.refresh(createAskByHand()("a"));
  await turns();
  const edit = session.changed();
  expect(runs[0]?.signal.aborted).toBe(true);
  release();
  await edit;
  expect(ran(recorded)).toEqual([["refreshed", ["a"]], "edited", ["again", ["a"]]]);
});

test("a refresh that is called off stops, and what it had begun is given up", async () => {
  const { held, release } = gate();
  const recorded = start(project("one"), [], () => held);
  const { session, runs, events } = recorded;
  const refresh = session.refresh(createAskByHand()(undefined));
  await turns();
  session.stopRefresh();
  expect(runs[0]?.signal.aborted).toBe(true);
  release();
  await refresh;
  expect(events).toContainEqual({ type: "published", run: "abandoned" });
  expect(ran(recorded)).toEqual([["one", ["all"]]]);
});

test("an edit that breaks the project does not break a refresh", async () => {
  const recorded = start(project("good"), [project("bad", [broken])]);
  await recorded.session.refresh(refreshByClock());
  expect(ran(recorded)).toEqual([["good", ["all"]]]);
});
