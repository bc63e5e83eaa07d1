export { CATALOGUE } from "./catalogue/index.js";
export { createDiagnostic } from "./create.js";
export type { DiagnosticCode, DiagnosticContext } from "./create.js";
export { frameOf, sortDiagnostics, withFrame } from "./frame.js";
export type { SourceFiles } from "./source-files.js";
export { nearest, suggest } from "./suggest.js";
