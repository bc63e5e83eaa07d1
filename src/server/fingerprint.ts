import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileIdentity } from "../engine/file-identity.js";

/** Of a file without content. */
export const EMPTY = digest(Buffer.alloc(0));

/** What tells one state of a file from another; undefined when there is no such file. */
export async function fingerprint(
  path: string,
  kind: "content" | "data",
): Promise<string | undefined> {
  if (kind === "data") return fileIdentity(path);
  const content = await readFile(path).catch(() => undefined);
  return content && digest(content);
}

function digest(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
