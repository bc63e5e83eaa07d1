import { expect, test } from "vitest";
import { createTurns } from "./turns.js";

/** A window whose tasks run when they are told to. */
function windowOfTasks() {
  const tasks: (() => void)[] = [];
  const window = { innerHeight: 800, setTimeout: (task: () => void) => tasks.push(task) };
  return {
    window: window as unknown as Window,
    runTask: async () => {
      tasks.shift()?.();
      await Promise.resolve();
    },
  };
}

function elementAt(top: number): Element {
  return { getBoundingClientRect: () => ({ top, bottom: top + 100 }) } as unknown as Element;
}

test("one turn a task: what is in sight, then what has waited longest, each in its newest state", async () => {
  const { window, runTask } = windowOfTasks();
  const turn = createTurns(window);
  const drawn: string[] = [];
  const ask = (element: Element, what: string): void =>
    void turn(element).then(() => drawn.push(what));
  const [below, first, second] = [elementAt(900), elementAt(0), elementAt(700)];

  ask(below, "below");
  ask(first, "first");
  ask(second, "second");
  await Promise.resolve();
  expect(drawn).toEqual([]);
  await runTask();
  expect(drawn).toEqual(["first"]);
  // A newer choice: the second one does not wait longer for it.
  ask(first, "first again");
  ask(second, "second again");
  await runTask();
  expect(drawn).toEqual(["first", "second again"]);
  await runTask();
  await runTask();
  await runTask();
  expect(drawn).toEqual(["first", "second again", "first again", "below"]);

  ask(below, "after a rest");
  await runTask();
  expect(drawn.at(-1)).toBe("after a rest");
});
