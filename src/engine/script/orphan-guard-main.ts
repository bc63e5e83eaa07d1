/**
 * The process behind `orphan-guard.ts`: reads `+<group>` and `-<group>`, and ends what is left when
 * its input ends.
 */
import { createInterface } from "node:readline";

const groups = new Set<number>();
const lines = createInterface({ input: process.stdin });

lines.on("line", (line) => {
  const group = Number(line.slice(1));
  if (line.startsWith("+")) groups.add(group);
  else groups.delete(group);
});
lines.on("close", () => {
  for (const group of groups) {
    try {
      process.kill(-group, "SIGKILL");
    } catch {
      // Nothing of the group is left.
    }
  }
});
