import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileIdentity } from "../engine/file-identity.js";

/** What tells one state of a file from another; undefined when there is no such file. */
export async function fingerprint(
  path: string,
  kind: "content" | "data",
): Promise<string | undefined> {
  if (kind === "data") return fileIdentity(path);
  const content = await readFile(path).catch(() => undefined);
  return content && createHash("sha256").update(content).digest("hex");
}
