import { expect, test } from "vitest";
import { createDoor } from "./door.js";

test("the token lets one browser in, whose key opens from then on", () => {
  const door = createDoor();
  expect(door.opensTo("")).toBe(false);
  expect(door.login("wrong")).toBeUndefined();
  const key = door.login(door.token);
  expect(key).toMatch(/^[\w-]{22}$/);
  expect(key).not.toBe(door.token);
  expect([door.opensTo(key ?? ""), door.opensTo(door.token)]).toEqual([true, false]);
  expect(door.login(door.token)).toBeUndefined();
});

test("each door has a token and a key of its own", () => {
  const [one, other] = [createDoor(), createDoor()];
  const key = one.login(one.token) ?? "";
  expect(other.login(one.token)).toBeUndefined();
  expect(other.opensTo(key)).toBe(false);
});
