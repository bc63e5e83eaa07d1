import { useEffect } from "preact/hooks";
import type { FramedDiagnostic } from "../../../src/contract/diagnostic.js";
import { DiagnosticList } from "../controls/DiagnosticList.js";
import { Icon } from "../controls/Icon.js";

/** What became of something that was asked of a card. */
export type Saying =
  | { readonly text: string; readonly link?: string }
  | { readonly problems: readonly FramedDiagnostic[] };

/** Milliseconds after which good news goes away. */
const READ = 4_000;

interface CardSayingProps {
  readonly saying: Saying | undefined;
  readonly onDone: () => void;
}

/** Over the head of the card; what has to be read or copied stays until it is closed. */
export function CardSaying({ saying, onDone }: CardSayingProps) {
  const passes = saying !== undefined && "text" in saying && saying.link === undefined;
  useEffect(() => {
    if (!passes) return undefined;
    const timer = setTimeout(onDone, READ);
    return () => clearTimeout(timer);
  }, [saying]);
  return (
    <div class={saying ? "card-saying" : ""} role="status">
      {saying && "text" in saying && saying.text}
      {saying && "link" in saying && (
        <input
          type="text"
          readOnly
          aria-label="Link"
          value={saying.link}
          ref={(box) => box?.select()}
        />
      )}
      {saying && "problems" in saying && <DiagnosticList diagnostics={saying.problems} />}
      {saying && !passes && (
        <button type="button" class="icon-button small" aria-label="Close" onClick={onDone}>
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}
