import { expect, test } from "vitest";
import type { SiteObject } from "../../../src/contract/pages/dashboard.js";
import type { Gathered } from "../data/loaded.js";
import { isFailed } from "./card-problems.js";

test("a card whose object failed has failed, also where the page is not told why", () => {
  const without: Gathered<SiteObject> = {
    loaded: [],
    loading: false,
    failed: false,
    lost: false,
    pending: false,
    problems: [],
  };
  expect(isFailed({ problems: [] }, without)).toBe(false);
  expect(isFailed({ problems: [] }, { ...without, failed: true })).toBe(true);
});
