import { expect, test } from "vitest";
import { topToShow, windowAt, type Lie } from "./line-window.js";

const HEIGHT = 36;
const ROOM = 360;

/** How far an area scrolls, at most. */
function mostTop(lie: Lie): number {
  const { first, end, above, below } = windowAt(lie);
  return above + (end - first) * lie.height + below - lie.room;
}

test.each([200, 100_000, 1_000_000, 2_000_000])(
  "of %d lines each is in sight where it is to be shown, and few are drawn",
  (lines) => {
    const start: Lie = { lines, height: HEIGHT, room: ROOM, top: 0 };
    const most = mostTop(start);
    expect(most).toBeLessThanOrEqual(10_000_000 - ROOM);
    for (const line of [0, 1, 99, Math.floor(lines / 3), lines - 2, lines - 1]) {
      const top = topToShow(line, start);
      expect(top).toBeGreaterThanOrEqual(0);
      expect(top).toBeLessThanOrEqual(most + 1e-6);
      const { first, end, above, below } = windowAt({ ...start, top });
      expect([first <= line, line < end]).toEqual([true, true]);
      expect(end - first).toBeLessThan(30);
      const y = above + (line - first) * HEIGHT - top;
      expect(y).toBeGreaterThanOrEqual(-1e-3);
      expect(y + HEIGHT).toBeLessThanOrEqual(ROOM + 1e-3);
      expect(below).toBeGreaterThanOrEqual(0);
    }
    expect(windowAt({ ...start, top: most }).end).toBe(lines);
  },
);

test("a line that is in sight is not moved", () => {
  const lie: Lie = { lines: 1000, height: HEIGHT, room: ROOM, top: 3600 };
  expect(topToShow(100, lie)).toBe(3600);
  expect(topToShow(109, lie)).toBe(3600);
  expect(topToShow(110, lie)).toBe(3636);
  expect(topToShow(99, lie)).toBe(3564);
});
