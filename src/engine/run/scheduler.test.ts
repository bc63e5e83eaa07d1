import { expect, test } from "vitest";
import { schedule, type Task } from "./scheduler.js";

function task(id: string, inputs: string[] = [], lanes: string[] = ["all"]): Task {
  return { id, inputs, lanes };
}

/** Runs tasks that end when they are told to, and records what runs. */
async function trace(tasks: Task[], places: Record<string, number>): Promise<string[]> {
  const log: string[] = [];
  let running = 0;
  await schedule(tasks, {
    capacity: (lane) => places[lane] ?? Infinity,
    async work({ id }) {
      running++;
      log.push(`${id}:${running}`);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    },
  });
  return log;
}

test("a task starts after its inputs, the others in the order given", async () => {
  const log = await trace([task("c", ["a", "b"]), task("a"), task("b", ["a"])], { all: 1 });
  expect(log).toEqual(["a:1", "b:1", "c:1"]);
});

test("no lane ever holds more tasks than it has places", async () => {
  const log = await trace([task("a"), task("b"), task("c"), task("d")], { all: 2 });
  expect(log.map((entry) => Number(entry.split(":")[1]))).toEqual([1, 2, 2, 2]);
});

test("a full lane does not hold up tasks that need another one", async () => {
  const tasks = [
    task("a", [], ["x"]),
    task("b", [], ["x"]),
    task("c", [], ["y"]),
    task("d", [], ["y"]),
  ];
  // `b` waits for `a`, and its lane comes before that of `d`, which runs beside both all the same.
  expect(await trace(tasks, { x: 1, y: 2 })).toEqual(["a:1", "c:2", "d:3", "b:3"]);
});

test("inputs that are no task of this run are no condition", async () => {
  expect(await trace([task("a", ["gone"])], {})).toEqual(["a:1"]);
});

test("no tasks is a run that ends", async () => {
  expect(await trace([], {})).toEqual([]);
});

test("a bug ends the run with its error once the running tasks have ended", async () => {
  const ended: string[] = [];
  const run = schedule([task("a"), task("b"), task("c", ["b"])], {
    capacity: () => 2,
    async work({ id }) {
      if (id === "a") throw new Error("a bug");
      await new Promise((resolve) => setImmediate(resolve));
      ended.push(id);
    },
  });
  await expect(run).rejects.toThrow("a bug");
  expect(ended).toEqual(["b"]);
});
