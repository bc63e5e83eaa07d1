import { MarkdownText } from "../controls/MarkdownText.js";
import "./markdown.css";

export interface MarkdownItemProps {
  readonly markdown: string;
  readonly align: string;
  readonly justify: string;
  /** In a card, like its neighbours. */
  readonly framed: boolean;
}

/** Ways that put space between paragraphs. */
const SPREAD = new Set(["between", "around", "evenly"]);

const JUSTIFY: Readonly<Record<string, string>> = {
  start: "start",
  center: "center",
  end: "end",
  between: "space-between",
  around: "space-around",
  evenly: "space-evenly",
};

/** A text of its author, placed as `align` and `justify` say. */
export function MarkdownItem({ markdown, align, justify, framed }: MarkdownItemProps) {
  const place = JUSTIFY[justify] ?? "start";
  const frame = framed ? " framed card" : "";
  const spread = SPREAD.has(justify) ? " spread" : "";
  return (
    <div
      class={`markdown markdown-text ${align}${spread}${frame}`}
      style={{ display: "grid", alignContent: place, textAlign: align }}
    >
      <MarkdownText markdown={markdown} />
    </div>
  );
}
