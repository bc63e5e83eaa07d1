/// <reference types="vite/client" />

declare module "virtual:map-outlines" {
  /** Folder of the map outlines, relative to the page's root, with a slash at its end. */
  export const mapOutlinesFolder: string;
}

declare module "virtual:viewer-codes" {
  /** Severity, sentence and hint of each diagnostic that the page makes by itself. */
  // oxlint-disable-next-line typescript/consistent-type-imports -- with an import statement this file would declare nothing
  export const VIEWER_CODES: import("../../src/contract/viewer-code.js").ViewerDefinitions;
}

declare module "d3-time-format" {
  export interface TimeLocale {
    /** Reads the UTC fields of a date. */
    readonly utcFormat: (specifier: string) => (date: Date) => string;
  }
  export function timeFormatLocale(definition: {
    dateTime: string;
    date: string;
    time: string;
    periods: readonly [string, string];
    days: readonly string[];
    shortDays: readonly string[];
    months: readonly string[];
    shortMonths: readonly string[];
  }): TimeLocale;
}

/** Sources of Plotly that ship without types: trace modules that need no `eval`. */
declare module "plotly.js/src/traces/*" {
  const module: { readonly attributes: Readonly<Record<string, unknown>> };
  export default module;
}
