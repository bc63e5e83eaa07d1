import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readers } from "../readers/contract.js";
import { openState, removeTemporaryDirectory } from "../engine/state/state.js";
import type { Project } from "../project/project.js";

type Work<T> = (readers: Readers) => Promise<T>;

/** Readers for one command, with a folder of their own that is gone afterwards. The engine is loaded here. */
export async function withReaders<T>(project: Project, work: Work<T>): Promise<T> {
  return withReadersIn(openState(project).temporaryDirectory(), work);
}

/** The same for commands that leave the project's folder as it is: theirs is the system's. */
export async function withReadersOutside<T>(work: Work<T>): Promise<T> {
  return withReadersIn(await mkdtemp(join(tmpdir(), "headwater-")), work);
}

async function withReadersIn<T>(temporaryDirectory: string, work: Work<T>): Promise<T> {
  const { createReaders } = await import("../readers/readers.js");
  const readers = createReaders({ temporaryDirectory });
  try {
    return await work(readers);
  } finally {
    await readers.close();
    await removeTemporaryDirectory(temporaryDirectory);
  }
}
