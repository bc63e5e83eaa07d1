export { createDiagnostic } from "./create.js";
export type { DiagnosticCode, DiagnosticContext } from "./create.js";
export { sortDiagnostics } from "./frame.js";
export { didYouMean, nearest, suggest } from "./suggest.js";
