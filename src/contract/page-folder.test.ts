import { expect, test } from "vitest";
import { nameInFolder, pageFolder } from "./page-folder.js";

test("a plain name is its own folder", () => {
  for (const name of ["sales", "Company overview", "Umsatz & Größe", "日本", "a.b", "Q1 (draft)"]) {
    expect(pageFolder(name)).toBe(name);
  }
});

test("no name leaves its folder or is one that a file system or a host refuses", () => {
  expect(pageFolder("..")).toBe("~2e~2e");
  expect(pageFolder("../../etc/passwd")).toBe("~2e.~2f..~2fetc~2fpasswd");
  expect(pageFolder("a/b: c?")).toBe("a~2fb~3a c~3f");
  expect(pageFolder(".hidden")).toBe("~2ehidden");
  expect(pageFolder("end. ")).toBe("end.~20");
  expect(pageFolder("100%")).toBe("100~25");
});

test("every folder leads back to its name", () => {
  for (const name of ["a~2fb", "..", "a/b\\c", "50% ~ 60%", " x ", "\u0007", "~", "..."]) {
    expect(nameInFolder(pageFolder(name))).toBe(name);
  }
});
