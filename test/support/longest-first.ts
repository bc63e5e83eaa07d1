/**
 * The order in which files of tests are started: no worker should have one that takes long when the
 * other has nothing left to do. Without results of an earlier run Vitest goes by the sizes of the
 * files, which say little, so those that take longest are named here; the many short ones of the
 * unit tests come last and fill what is left.
 */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Ends of paths, the longest first. */
const LONGEST = [
  "test/e2e/accessibility.test.ts",
  "test/inputs/proof.test.ts",
  "test/e2e/every-row.test.ts",
  "test/merges/by-hand.test.ts",
  "test/reliability/network-faults.test.ts",
  "test/e2e/viewer-inputs.test.ts",
  "test/same-over-postgresql.test.ts",
  "test/e2e/gallery.test.ts",
  "test/source-pages.test.ts",
  "test/cli.test.ts",
  "test/servers.test.ts",
  "test/pack.test.ts",
  "test/e2e/viewer-card-menu.test.ts",
  "test/merges/auto.test.ts",
  "test/merges/random.test.ts",
  "test/right-numbers.test.ts",
  "test/e2e/viewer-failures.test.ts",
  "test/conformance/postgresql.test.ts",
  "test/sources-command.test.ts",
  "test/reliability/crash-points.test.ts",
  "test/guide.test.ts",
  "test/e2e/point-picture.test.ts",
  "test/hostile/mutations.test.ts",
  "test/reliability/full-server.test.ts",
  "test/jinja-faults.test.ts",
  "test/serve.test.ts",
  "test/e2e/viewer-pages.test.ts",
  "test/conformance/bigquery-scripted.test.ts",
  "test/e2e/published-site.test.ts",
  "test/wrong-connections.test.ts",
  "test/extraction.test.ts",
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- the method of the class above, no array.
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => place(a) - place(b));
  }
}

function place({ moduleId, project }: TestSpecification): number {
  const index = LONGEST.findIndex((path) => moduleId.endsWith(path));
  if (index >= 0) return index;
  return project.name === "unit" ? LONGEST.length + 1 : LONGEST.length;
}
