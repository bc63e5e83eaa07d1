import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { refuseTarget, replaceFolder } from "./target-folder.js";

let folder: string;
beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), "headwater-target-")))));
afterEach(() => rmSync(folder, { recursive: true }));

function refusal(name: string, force = false): Promise<string | undefined> {
  const project = join(folder, "project");
  mkdirSync(project, { recursive: true });
  const target = { folder: join(folder, name), shown: name, projectRoot: project, force };
  return refuseTarget(target).then((found) => found?.code);
}

function publish(name: string, text: string): Promise<void> {
  return replaceFolder(join(folder, name), async (draft) => {
    writeFileSync(join(draft, "index.html"), text);
  });
}

test("a folder that is not there, is empty or is a site of ours can be published to", async () => {
  mkdirSync(join(folder, "empty"));
  await publish("a/site", "1");
  expect(await refusal("new/deep")).toBeUndefined();
  expect(await refusal("empty")).toBeUndefined();
  expect(await refusal("a/site")).toBeUndefined();
});

test("what is somebody else's is replaced only by force", async () => {
  mkdirSync(join(folder, "photos"));
  writeFileSync(join(folder, "photos/1.jpg"), "");
  expect(await refusal("photos")).toBe("site-folder-not-ours");
  expect(await refusal("photos", true)).toBeUndefined();
});

test("the project's own folder and those above are never replaced, by no detour", async () => {
  mkdirSync(join(folder, "project/..dotted"), { recursive: true });
  symlinkSync(join(folder, "project"), join(folder, "link"));
  for (const name of ["project", ".", "project/../project", "link"]) {
    expect([name, await refusal(name, true)]).toEqual([name, "site-folder-holds-project"]);
  }
  expect(await refusal("project/..dotted")).toBeUndefined();
  expect(await refusal("project/dist", true)).toBeUndefined();
});

test("a file is no folder, by force neither", async () => {
  writeFileSync(join(folder, "file"), "");
  expect(await refusal("file", true)).toBe("site-folder-is-file");
});

test("the new site takes the place of all that was there and leaves nothing beside it", async () => {
  await publish("site", "1");
  writeFileSync(join(folder, "site/old.html"), "");
  await publish("site", "2");
  expect(readdirSync(folder)).toEqual(["site"]);
  expect(readdirSync(join(folder, "site")).toSorted()).toEqual([".headwater-site", "index.html"]);
  expect(readFileSync(join(folder, "site/index.html"), "utf8")).toBe("2");
});

test("a link to a folder stays a link", async () => {
  mkdirSync(join(folder, "real"));
  symlinkSync(join(folder, "real"), join(folder, "link"));
  await publish("link", "1");
  expect(readFileSync(join(folder, "real/index.html"), "utf8")).toBe("1");
});

test("when writing fails the old site stays as it was", async () => {
  await publish("site", "1");
  const failing = replaceFolder(join(folder, "site"), async (draft) => {
    writeFileSync(join(draft, "index.html"), "2");
    throw new Error("the disk is full");
  });
  await expect(failing).rejects.toThrow("the disk is full");
  expect(readFileSync(join(folder, "site/index.html"), "utf8")).toBe("1");
  expect(readdirSync(folder)).toEqual(["site"]);
});

test("drafts of killed processes are removed, those of living ones are not", async () => {
  const [dead, living, other] = [
    ".site.headwater-4194999-0123abcd",
    `.site.headwater-${process.pid}-0123abcd`,
    ".site.headwater-notes",
  ];
  for (const name of [dead, living, other]) mkdirSync(join(folder, name));
  await publish("site", "1");
  expect(readdirSync(folder).toSorted()).toEqual([living, other, "site"].toSorted());
});
