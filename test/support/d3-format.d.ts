/** What tests compare the page's own formats with; the package ships no types. */
declare module "d3-format" {
  export interface FormatLocale {
    readonly format: (specifier: string) => (value: number) => string;
  }
  export function formatLocale(definition: {
    decimal: string;
    thousands: string;
    grouping: readonly number[];
    currency: readonly [string, string];
    minus?: string;
  }): FormatLocale;
}
