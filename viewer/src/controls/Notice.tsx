import type { ComponentChildren } from "preact";
import type { FramedDiagnostic } from "../../../src/contract/diagnostic.js";
import { DiagnosticList } from "./DiagnosticList.js";
import { Icon } from "./Icon.js";
import { InlineCode } from "./InlineCode.js";
import { RetryButton } from "./RetryButton.js";
import "./notice.css";

export interface NoticeProps {
  readonly title: string;
  readonly text: string;
  /** The way on: a button or a link. */
  readonly children: ComponentChildren;
}

/** A whole page that has nothing else to say. */
export function Notice({ title, text, children }: NoticeProps) {
  return (
    <div class="notice">
      <h1>
        <InlineCode text={title} />
      </h1>
      <p class="soft">
        <InlineCode text={text} />
      </p>
      {children}
    </div>
  );
}

export interface LoadNoticeProps {
  readonly title: string;
  readonly problems: readonly FramedDiagnostic[];
  readonly onRetry: () => void;
}

/** Says why what the page is about could not be loaded. */
export function LoadNotice({ title, problems, onRetry }: LoadNoticeProps) {
  return (
    <div class="notice load-notice card" role="alert">
      <div class="load-notice-head">
        <span class="problem-mark">
          <Icon name="warning" />
        </span>
        <h1>
          <InlineCode text={title} />
        </h1>
      </div>
      <DiagnosticList diagnostics={problems} />
      <RetryButton onRetry={onRetry} />
    </div>
  );
}
