import type { FramedDiagnostic } from "../../contract/diagnostic.js";
import type { CheckEvent, RunEvent } from "../../contract/events.js";

/**
 * Shows a person or a program what goes on. Everything goes to standard error, but for JSON lines.
 */
export interface Reporter {
  event(event: RunEvent | CheckEvent): void;
  diagnostics(diagnostics: readonly FramedDiagnostic[]): void;
  note(message: string): void;
  /** Takes the live line away; called last. */
  close(): void;
}
