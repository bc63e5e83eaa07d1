import { MarkdownText } from "./MarkdownText.js";
import "./markdown.css";

export interface MarkdownItemProps {
  readonly markdown: string;
  readonly align: string;
  readonly justify: string;
  /** In a card, like its neighbours. */
  readonly framed: boolean;
}

const JUSTIFY: Readonly<Record<string, string>> = {
  start: "start",
  center: "center",
  end: "end",
  between: "space-between",
  around: "space-around",
  evenly: "space-evenly",
};

export function MarkdownItem({ markdown, align, justify, framed }: MarkdownItemProps) {
  const place = JUSTIFY[justify] ?? "start";
  const frame = framed ? " framed card" : "";
  return (
    <div
      class={`markdown ${align}${frame}`}
      style={{ display: "grid", alignContent: place, textAlign: align }}
    >
      <MarkdownText markdown={markdown} />
    </div>
  );
}
