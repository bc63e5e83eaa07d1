import type { Severity } from "./diagnostic.js";

/**
 * The diagnostics that a page makes by itself: their codes, and the values that each one's sentence
 * needs. The sentences are in `src/diagnostics/catalogue/viewer.ts`, which the build of the viewer
 * puts into the page.
 */
export interface ViewerValues {
  readonly "viewer-no-answer": { readonly what: string };
  readonly "viewer-load-failed": { readonly what: string; readonly status: number };
  readonly "viewer-unreadable": { readonly what: string };
  readonly "viewer-part-missing": Record<string, never>;
  readonly "viewer-not-live": Record<string, never>;
  readonly "viewer-not-let-in": Record<string, never>;
  readonly "viewer-draw-failed": { readonly name: string };
  readonly "viewer-column-without-numbers": {
    readonly field: string;
    readonly key: string;
    readonly type: string;
  };
  readonly "viewer-several-rows": { readonly trace: string; readonly rows: number };
  readonly "viewer-picture-failed": { readonly name: string };
  readonly "viewer-choice-refused": { readonly name: string; readonly why: string };
  readonly "viewer-choice-unknown": { readonly input: string; readonly written: string };
  readonly "viewer-missing-object": { readonly kind: string; readonly name: string };
}

export type ViewerCode = keyof ViewerValues;

/** What a page says of a code. */
export interface ViewerDefinition<Code extends ViewerCode> {
  readonly severity: Severity;
  readonly message: (values: ViewerValues[Code]) => string;
  readonly hint?: (values: ViewerValues[Code]) => string | undefined;
}

export type ViewerDefinitions = { readonly [Code in ViewerCode]: ViewerDefinition<Code> };
