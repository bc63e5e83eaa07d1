export { createDiagnostic } from "./create.js";
export type { DiagnosticCode, DiagnosticContext } from "./create.js";
export { sortDiagnostics, withFrame } from "./frame.js";
export { nearest, suggest } from "./suggest.js";
