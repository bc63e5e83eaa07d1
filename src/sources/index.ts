export { SOURCE_TYPES } from "./registry.js";
export { SourceError, TypeContradiction } from "./contract.js";
export type { Column, Source, SourceType, SourceTypeInfo } from "./contract.js";
