/** Around a run of tests: the folder that `test/servers/data-folder.ts` copies from. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TEMPLATES } from "../servers/data-folder.js";

export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "headwater-templates-"));
  // Servers run as users of their own.
  chmodSync(folder, 0o755);
  process.env[TEMPLATES] = folder;
  return () => rmSync(folder, { recursive: true });
}
