/** Every chapter of the guide, executed from its first block to its last. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { followChapter } from "./support/follow-chapter.js";
import { readChapter } from "./support/guide-chapter.js";

const guide = join(import.meta.dirname, "../docs/guide");
const chapters = readdirSync(guide).filter((file) => file.endsWith(".md"));

test.each(chapters)("the guide's %s works as it says", (chapter) =>
  followChapter(readChapter(join(guide, chapter))),
);

test("README's first project works as it says", () =>
  followChapter(readChapter(join(guide, "../../README.md"), "A first project")));
