import { expect, test } from "vitest";
import { createKeptBodies } from "./kept-bodies.js";

const content = (size: number) => async () => Buffer.alloc(size);

test("what many ask for at once is read once", async () => {
  const kept = createKeptBodies();
  let reads = 0;
  const read = async () => {
    reads += 1;
    return Buffer.from("rows");
  };
  const bodies = await Promise.all([1, 2, 3].map(() => kept.get("a", "text/plain", read)));
  expect([reads, new Set(bodies).size, String(bodies[0]?.bytes)]).toEqual([1, 1, "rows"]);
});

test("what was not asked for the longest goes first, and the bound holds", async () => {
  const kept = createKeptBodies(100);
  for (const name of ["a", "b"]) await kept.get(name, "text/plain", content(20));
  await kept.find("a");
  await kept.get("c", "text/plain", content(20));
  const names = ["a", "b", "c"].filter((name) => kept.find(name) !== undefined);
  expect(names).toEqual(["a", "c"]);
  await kept.get("too large", "text/plain", content(200));
  expect(kept.find("too large")).toBeUndefined();
});

test("a body that could not be read is read anew by the next who asks", async () => {
  const kept = createKeptBodies();
  const fails = () => Promise.reject(new Error("gone"));
  await expect(kept.get("a", "text/plain", fails)).rejects.toThrow("gone");
  const body = await kept.get("a", "text/plain", content(3));
  expect(body.bytes).toHaveLength(3);
});
