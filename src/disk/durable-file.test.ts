import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeDurably } from "./durable-file.js";

test("a reader sees the old text or the new one, never a part", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "durable-")), "current.json");
  const texts = ["a".repeat(100_000), "b".repeat(200_000)];
  await writeDurably(path, texts[0] ?? "");
  const progress = { isDone: false };
  const writing = (async () => {
    for (let i = 0; i < 40; i++) await writeDurably(path, texts[i % 2] ?? "");
    progress.isDone = true;
  })();
  const seen = new Set<string>();
  while (!progress.isDone) {
    seen.add(readFileSync(path, "utf8"));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await writing;
  expect([...seen].filter((text) => !texts.includes(text))).toEqual([]);
  expect(seen.size).toBeGreaterThan(0);
});

test("nothing but the file is left, and it is the user's alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "durable-"));
  await writeDurably(join(folder, "a"), "text");
  expect(readdirSync(folder)).toEqual(["a"]);
  expect(statSync(join(folder, "a")).mode & 0o777).toBe(0o600);
});

test("a process killed while it writes leaves a whole file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "durable-"));
  const path = join(folder, "current.json");
  await writeDurably(path, JSON.stringify({ text: "" }));
  const writer = join(import.meta.dirname, "../../../dist/disk/durable-file.js");
  const code = `import { writeDurably } from ${JSON.stringify(writer)};
    for (let i = 0; ; i++) await writeDurably(${JSON.stringify(path)}, JSON.stringify({ text: "x".repeat(i * 997 % 300000) }));`;
  for (const milliseconds of [150, 181, 212]) {
    const child = spawn(process.execPath, ["--input-type=module", "-e", code]);
    setTimeout(() => child.kill("SIGKILL"), milliseconds);
    await new Promise((resolve) => child.once("exit", resolve));
    expect(JSON.parse(readFileSync(path, "utf8"))).toHaveProperty("text");
  }
});
