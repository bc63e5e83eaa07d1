import { sep } from "node:path";
import type { Diagnostic, FramedDiagnostic } from "../contract/diagnostic.js";
import { sortDiagnostics, withFrame, type LinesOf } from "./frame.js";
import { withoutMoreAlike } from "./most-alike.js";
import type { Scrubber } from "./scrub.js";
import type { SourceFiles } from "./source-files.js";

/**
 * Sorts diagnostics, frames them, and takes secrets out, also out of the lines of the user's own
 * files. Of very many that are alike the rest is told as a number.
 */
export type Framing = (diagnostics: readonly Diagnostic[]) => FramedDiagnostic[];

export interface FramingOptions {
  /** The texts of the files that diagnostics point into. */
  readonly files: SourceFiles;
  readonly scrub: Scrubber;
  /**
   * A folder that is cut from all texts, so that a page never shows where on the machine the
   * project is.
   */
  readonly hiddenFolder?: string;
}

export function createFraming({ files, scrub, hiddenFolder }: FramingOptions): Framing {
  const shorten = hiddenFolder === undefined ? undefined : without(hiddenFolder);
  return (diagnostics) => {
    const linesOf = scrubbedLines(files, scrub);
    return withoutMoreAlike(sortDiagnostics(diagnostics)).map((diagnostic) => {
      const framed = withFrame(scrub.diagnostic(diagnostic), linesOf);
      return shorten ? withTexts(framed, shorten) : framed;
    });
  };
}

/** Each file is gone through once, however many diagnostics point into it. */
function scrubbedLines(files: SourceFiles, scrub: Scrubber): LinesOf {
  const known = new Map<string, readonly string[] | undefined>();
  return (file) => {
    if (!known.has(file)) {
      const text = files.get(file);
      known.set(file, text === undefined ? undefined : scrub.text(text).split(/\r?\n/));
    }
    return known.get(file);
  };
}

function without(folder: string): (text: string) => string {
  const start = folder.endsWith(sep) ? folder : folder + sep;
  return (text) => text.replaceAll(start, "");
}

function withTexts(framed: FramedDiagnostic, change: (text: string) => string): FramedDiagnostic {
  return {
    ...framed,
    message: change(framed.message),
    ...(framed.hint !== undefined && { hint: change(framed.hint) }),
    ...(framed.detail !== undefined && { detail: change(framed.detail) }),
    ...(framed.related && {
      related: framed.related.map((line) => ({ ...line, message: change(line.message) })),
    }),
  };
}
