import type { DeclaredSourceType } from "../sources/contract.js";

/** The known source types by `type:`. Given as an argument, so that reading a project loads no driver. */
export type SourceTypes = ReadonlyMap<string, DeclaredSourceType>;
