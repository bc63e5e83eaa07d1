/** A path into nested maps and lists: keys are strings, list positions numbers. */
export type PropertyPath = readonly (string | number)[];

/** `["marker", "color"]` → `marker.color`, as result columns and messages write it. */
export function formatPath(path: PropertyPath): string {
  return path.join(".");
}
