/** Whether what a state folder promises is there. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Artifact, Manifest } from "../../src/contract/manifest.js";

/**
 * Faults of the current run's results: files that are missing, or hold something else than the
 * manifest says.
 */
export function faultsOf(directory: string): string[] {
  const pointer = join(directory, "current.json");
  if (!existsSync(pointer)) return [];
  const { run } = JSON.parse(readFileSync(pointer, "utf8")) as { run: string };
  const file = join(directory, "runs", run, "manifest.json");
  const { objects } = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  const artifacts = Object.values(objects).flatMap(({ artifact, legs = [] }) => [
    artifact,
    ...legs.map((leg) => leg.artifact),
  ]);
  return artifacts.flatMap((artifact) => (artifact ? faultOf(directory, artifact) : []));
}

/** Everything below a state folder but what is published. */
export function leftIn(directory: string): string[] {
  const known = new Set(["current.json", "objects", "runs", "tmp"]);
  return [
    ...readdirSync(directory).filter((name) => !known.has(name)),
    ...readdirSync(join(directory, "tmp")).map((name) => join("tmp", name)),
  ];
}

function faultOf(directory: string, { hash, format, bytes }: Artifact): string[] {
  const path = join(directory, "objects", `${hash}.${format}`);
  if (!existsSync(path)) return [`${path} is missing`];
  const content = readFileSync(path);
  const isRight =
    content.length === bytes && createHash("sha256").update(content).digest("hex") === hash;
  return isRight ? [] : [`${path} holds something else`];
}
