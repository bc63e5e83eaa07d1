export { createDiagnostic } from "./create.js";
export type { DiagnosticCode, DiagnosticContext } from "./create.js";
export { sortDiagnostics } from "./frame.js";
export { didYouMean, knownHere, nearest, suggest } from "./suggest.js";
