import { join } from "node:path";
import { expect, test } from "vitest";
import { loadFiles } from "../../test/support/load-files.js";
import { createDiagnostic } from "../diagnostics/index.js";
import { disclose } from "./disclosure.js";

const PROJECT = `
name: shop
sources: [{ name: crm, type: postgresql, host: h, database: d, username: u, password: "\${env.SECRET}" }]
`;

test("what is said on a page has neither secrets nor the project's folder", async () => {
  const project = await loadFiles(
    { "headwater.yml": PROJECT },
    { env: { SECRET: "hunter2-hunter2" } },
  );
  const file = join(project.root, "data.csv");
  const diagnostic = createDiagnostic("file-not-found", { file }, { detail: "hunter2-hunter2" });
  const { frame, frameForPages } = disclose(project);
  expect(frame([diagnostic])).toMatchObject([
    { message: expect.stringContaining(file), detail: "***" },
  ]);
  expect(frameForPages([diagnostic])[0]?.message).toContain("`data.csv`");
  expect(JSON.stringify(frameForPages([diagnostic]))).not.toContain(project.root);
});
