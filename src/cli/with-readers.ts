import type { Readers } from "../engine/reader/contract.js";
import { openState, removeTemporaryDirectory } from "../engine/state.js";
import type { Project } from "../project/project.js";

/** Readers for one command, with a folder of their own that is gone afterwards. The engine is loaded here. */
export async function withReaders<T>(
  project: Project,
  work: (readers: Readers) => Promise<T>,
): Promise<T> {
  const { createReaders } = await import("../engine/reader/readers.js");
  const temporaryDirectory = openState(project).temporaryDirectory();
  const readers = createReaders({ temporaryDirectory });
  try {
    return await work(readers);
  } finally {
    await readers.close();
    await removeTemporaryDirectory(temporaryDirectory);
  }
}
