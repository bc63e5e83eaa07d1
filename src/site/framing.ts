import { sep } from "node:path";
import type { Diagnostic, FramedDiagnostic } from "../contract/diagnostic.js";
import { sortDiagnostics, withFrame } from "../diagnostics/index.js";
import { createScrubber, type Scrubber } from "../engine/scrub.js";
import type { Project } from "../project/project.js";
import { destinationSecrets } from "../project/resolve-destination.js";
import { resolveSource } from "../project/resolve-source.js";
import type { SourceTypes } from "../project/source-types.js";

/**
 * Sorts diagnostics, frames them, and takes secrets out, also out of the lines of the user's own
 * files.
 */
export type Framing = (diagnostics: readonly Diagnostic[]) => FramedDiagnostic[];

/**
 * The framing of one project. With `relativePaths` the project's own folder is cut from all texts,
 * so that a page never shows where on the machine the project is.
 */
export function createFraming(
  project: Project,
  sourceTypes: SourceTypes,
  relativePaths = false,
): Framing {
  let frame: ((diagnostic: Diagnostic) => FramedDiagnostic) | undefined;
  return (diagnostics) => {
    if (diagnostics.length === 0) return [];
    frame ??= createFrame(project, sourceTypes, relativePaths);
    return sortDiagnostics(diagnostics).map(frame);
  };
}

/** Knows the secrets of all sources and destinations of a project. */
export function projectScrubber(project: Project, sourceTypes: SourceTypes): Scrubber {
  return createScrubber(projectSecrets(project, sourceTypes));
}

/** Values of all secret fields of a project, in clear. */
export function projectSecrets(project: Project, sourceTypes: SourceTypes): string[] {
  return [
    ...project.sources.flatMap(
      (source) => resolveSource(source, project.environment, sourceTypes).secrets,
    ),
    ...destinationSecrets(project),
  ];
}

function createFrame(
  project: Project,
  sourceTypes: SourceTypes,
  relativePaths: boolean,
): (diagnostic: Diagnostic) => FramedDiagnostic {
  const scrubber = projectScrubber(project, sourceTypes);
  const files = {
    get: (file: string) => {
      const text = project.files.get(file);
      return text === undefined ? undefined : scrubber.text(text);
    },
  };
  const folder = project.root.endsWith(sep) ? project.root : project.root + sep;
  const shorten = (text: string) => text.replaceAll(folder, "");
  return (diagnostic) => {
    const framed = withFrame(scrubber.diagnostic(diagnostic), files);
    return relativePaths ? withTexts(framed, shorten) : framed;
  };
}

function withTexts(
  diagnostic: FramedDiagnostic,
  change: (text: string) => string,
): FramedDiagnostic {
  return {
    ...diagnostic,
    message: change(diagnostic.message),
    ...(diagnostic.hint !== undefined && { hint: change(diagnostic.hint) }),
    ...(diagnostic.detail !== undefined && { detail: change(diagnostic.detail) }),
    ...(diagnostic.related && {
      related: diagnostic.related.map((line) => ({ ...line, message: change(line.message) })),
    }),
  };
}
