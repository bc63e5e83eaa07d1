import { createFraming, type Framing } from "../diagnostics/framing.js";
import { createScrubber, type Scrubber } from "../diagnostics/scrub.js";
import type { Project } from "./project.js";
import { projectSecrets, type ProjectSecret } from "./project-secrets.js";

/**
 * A project that was read, with what takes the secrets out of its texts: everything that leaves the
 * process passes here.
 */
export interface ReadProject {
  readonly project: Project;
  /** All of them; nothing else lists them. */
  secrets(): readonly ProjectSecret[];
  readonly scrub: Scrubber;
  /** For people and programs on this machine. */
  readonly frame: Framing;
  /** For pages: without the project's own folder in any text. */
  readonly frameForPages: Framing;
}

/**
 * Secrets are filled in when the first text needs them: a command that shows nothing reads no
 * variable.
 */
export function disclose(project: Project): ReadProject {
  let secrets: readonly ProjectSecret[] | undefined;
  let scrubber: Scrubber | undefined;
  const known = () => (secrets ??= projectSecrets(project));
  const needed = () => (scrubber ??= createScrubber(known().map(({ value }) => value)));
  const scrub: Scrubber = {
    text: (text) => needed().text(text),
    diagnostic: (diagnostic) => needed().diagnostic(diagnostic),
  };
  const { files, root } = project;
  return {
    project,
    secrets: known,
    scrub,
    frame: createFraming({ files, scrub }),
    frameForPages: createFraming({ files, scrub, hiddenFolder: root }),
  };
}
