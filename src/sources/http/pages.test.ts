import { expect, test } from "vitest";
import { readPages } from "./pages.js";

interface Page {
  readonly rows: number;
  readonly next?: string;
}

/** Pages 0, 1, … as far as `count`; `reads` says which were asked for. */
function book(count: number, reads: string[]) {
  return {
    read: (token = "0", signal: AbortSignal): Promise<Page> => {
      reads.push(token);
      const page = Number(token);
      return signal.aborted
        ? Promise.reject(new Error("stopped"))
        : Promise.resolve({ rows: page, ...(page + 1 < count && { next: String(page + 1) }) });
    },
    next: ({ next }: Page) => next,
  };
}

/** A read that ends with its signal only, as one of a silent service. */
function silence(signal: AbortSignal, ended: () => void): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      setTimeout(() => {
        ended();
        reject(new Error("stopped"));
      });
    });
  });
}

test("pages come in their order, one read ahead and no more", async () => {
  const reads: string[] = [];
  const pages = readPages(book(4, reads));
  expect(reads).toEqual([]);
  expect((await pages.next()).value).toEqual({ rows: 0, next: "1" });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(reads).toEqual(["0", "1"]);
  const rest: number[] = [];
  for await (const { rows } of pages) rest.push(rows);
  expect([rest, reads]).toEqual([
    [1, 2, 3],
    ["0", "1", "2", "3"],
  ]);
});

test("a page that is its own next one, even by a detour, is a failure and no endless loop", async () => {
  const seen: number[] = [];
  const pages = readPages({
    read: (token = "0") => Promise.resolve(Number(token)),
    next: (page) => String((page + 1) % 3),
  });
  const reading = (async () => {
    for await (const page of pages) seen.push(page);
  })();
  await expect(reading).rejects.toMatchObject({ name: "HttpFailure", kind: "paging" });
  expect(seen.length).toBeLessThan(5);
});

test("a failed page is told when it is its turn, after the pages before it", async () => {
  const pages = readPages({
    read: (token) => (token ? Promise.reject(new Error("lost")) : Promise.resolve(1)),
    next: () => "2",
  });
  expect((await pages.next()).value).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await expect(pages.next()).rejects.toThrow("lost");
});

test("leaving the loop stops the read under way and waits for its end", async () => {
  let ended = false;
  const pages = readPages({
    read: (token, signal) => (token ? silence(signal, () => (ended = true)) : Promise.resolve(1)),
    next: () => "2",
  });
  for await (const _ of pages) break;
  expect(ended).toBe(true);
});

test("cancelling stops the read under way, and a page that had come is not used", async () => {
  const cancel = new AbortController();
  let ended = false;
  const waiting = readPages({
    read: (_, signal) => silence(signal, () => (ended = true)),
    next: () => undefined,
    signal: cancel.signal,
  }).next();
  cancel.abort();
  await expect(waiting).rejects.toThrow("stopped");
  expect(ended).toBe(true);

  const late = new AbortController();
  const pages = readPages({ ...book(3, []), signal: late.signal });
  await pages.next();
  late.abort();
  await expect(pages.next()).rejects.toMatchObject({ kind: "cancelled" });
});
