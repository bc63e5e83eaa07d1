/// <reference types="vite/client" />

declare module "virtual:map-outlines" {
  /** Folder of the map outlines, relative to the page's root, with a slash at its end. */
  export const mapOutlinesFolder: string;
}

declare module "d3-format" {
  export interface FormatLocale {
    readonly format: (specifier: string) => (value: number) => string;
  }
  export function formatLocale(definition: {
    decimal: string;
    thousands: string;
    grouping: number[];
    currency: [string, string];
    minus?: string;
  }): FormatLocale;
}

declare module "d3-time-format" {
  /** Reads the UTC fields of a date. */
  export function utcFormat(specifier: string): (date: Date) => string;
}

/** Sources of Plotly that ship without types: trace modules that need no `eval`. */
declare module "plotly.js/src/traces/*" {
  const module: { readonly attributes: Readonly<Record<string, unknown>> };
  export default module;
}
