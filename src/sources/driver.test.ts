import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SourceError } from "../rows/stream.js";
import { loadDriver } from "./driver.js";

const NAME: string = "headwater-driver-for-tests";
const DRIVER = { name: NAME, version: "1", load: (): Promise<unknown> => import(NAME) };

async function projectWithDriver(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "headwater-driver-"));
  const folder = join(root, "node_modules", NAME);
  await mkdir(folder, { recursive: true });
  const manifest = { name: NAME, version: "1.2.3", type: "module", main: "index.js" };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await writeFile(join(folder, "index.js"), "export const answer = 42;\n");
  return root;
}

test("a driver below a project is loaded when the project is trusted only", async () => {
  const root = await projectWithDriver();
  expect(await loadDriver(DRIVER, { name: "shop", trustedRoot: root })).toMatchObject({
    answer: 42,
  });
  const error: unknown = await loadDriver(DRIVER, { name: "shop" }).catch((found) => found);
  const { diagnostic } = error instanceof SourceError ? error : { diagnostic: undefined };
  expect(diagnostic).toMatchObject({
    code: "source-driver-missing",
    message: `\`shop\` needs the package \`${NAME}@1\`.`,
    hint: `Install it with \`npm install ${NAME}@1\`.`,
  });
});
