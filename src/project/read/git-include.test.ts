import { expect, test } from "vitest";
import { isGitInclude, parseGitInclude } from "./git-include.js";

test.each([
  ["org/repo.git@v1", "https://github.com/org/repo.git", "v1", undefined],
  [
    "org/repo.git@release/1.2 -- models/a.yml",
    "https://github.com/org/repo.git",
    "release/1.2",
    "models/a.yml",
  ],
  [
    "https://git.example.com:8443/group/sub/repo.git@main",
    "https://git.example.com:8443/group/sub/repo.git",
    "main",
    undefined,
  ],
  [
    "visivo-io/visivo.git@v1.0.64 -- test-projects/a.yml",
    "https://github.com/visivo-io/visivo.git",
    "v1.0.64",
    "test-projects/a.yml",
  ],
])("%s is the file of a version of a repository", (path, url, ref, file) => {
  expect(isGitInclude(path)).toBe(true);
  expect(parseGitInclude(path)).toEqual({ url, ref, ...(file !== undefined && { file }) });
});

test.each([".github/x.yml", "my.gitlab/x.yml", "a.git.yml", "models/", "x.yml"])(
  "%s is a path of this project",
  (path) => {
    expect(isGitInclude(path)).toBe(false);
  },
);

test.each([
  ["org/repo.git", "it names no version"],
  ["org/repo.git@", "it names no version"],
  ["org/repo.git@a..b", "`a..b` is not a tag, a branch or a commit"],
  ["org/repo.git@+a:b", "`+a:b` is not a tag, a branch or a commit"],
  ["org/repo.git@v1 -- /etc/x.yml", "`/etc/x.yml` is not a file of the repository"],
  ["../repo.git@v1", "it is not the address of a repository"],
  ["o o/repo.git@v1", "it is not the address of a repository"],
  ["ssh://git@host/org/repo.git@v1", "only `https` addresses are fetched"],
  ["file:///org/repo.git@v1", "only `https` addresses are fetched"],
  ["https://host/../repo.git@v1", "it is not the address of a repository"],
])("%s is refused", (path, problem) => {
  expect(parseGitInclude(path)).toEqual({ problem });
});
