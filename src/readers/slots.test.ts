import { expect, test } from "vitest";
import { Slots } from "./slots.js";

const idle = new AbortController().signal;

/** Tasks that run until they are told to end. */
function tasks(slots: Slots) {
  const running: (() => void)[] = [];
  const add = () => slots.run(idle, () => new Promise<void>((resolve) => running.push(resolve)));
  return { running, add };
}

test("so many run at once, and the others in order of arrival", async () => {
  const slots = new Slots(2);
  const order: number[] = [];
  await Promise.all(
    [1, 2, 3, 4].map((n) =>
      slots.run(idle, async () => {
        order.push(n);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }),
    ),
  );
  expect(order).toEqual([1, 2, 3, 4]);
});

test("with more slots those that wait start at once, with fewer nothing starts until there is room", async () => {
  const slots = new Slots(1);
  const { running, add } = tasks(slots);
  const all = [add(), add(), add()];
  await Promise.resolve();
  expect(running).toHaveLength(1);
  slots.resize(2);
  await expect.poll(() => running.length).toBe(2);
  slots.resize(1);
  running[0]?.();
  await all[0];
  expect(running).toHaveLength(2);
  running[1]?.();
  await expect.poll(() => running.length).toBe(3);
  running[2]?.();
  await Promise.all(all);
});

test("who waits and is aborted, or finds the slots closed, does not start", async () => {
  const slots = new Slots(1);
  const { running, add } = tasks(slots);
  const first = add();
  const abort = new AbortController();
  const aborted = slots.run(abort.signal, () => Promise.resolve());
  const waiting = add();
  abort.abort();
  await expect(aborted).rejects.toThrow("Not started");
  slots.close();
  await expect(waiting).rejects.toThrow("Not started");
  running[0]?.();
  await first;
});
