import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import type { SiteTextValue } from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";
import { MarkdownText } from "../controls/MarkdownText.js";
import { markedText } from "../controls/text-marks.js";
import { viewerDiagnostic } from "../data/viewer-diagnostic.js";
import { NULL_TEXT } from "../format/text-form.js";
import { useCardData } from "./card-data.js";
import { ProblemStrip } from "./CardStates.js";
import { useTraces } from "./context.js";
import { writeValue } from "./text-values.js";
import "./markdown.css";

export interface MarkdownItemProps {
  readonly markdown: string;
  readonly values?: readonly SiteTextValue[];
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
export function MarkdownItem({ markdown, values, align, justify, framed }: MarkdownItemProps) {
  const place = JUSTIFY[justify] ?? "start";
  const frame = framed ? " framed card" : "";
  const spread = SPREAD.has(justify) ? " spread" : "";
  const element = useRef<HTMLDivElement>(null);
  return (
    <div
      ref={element}
      class={`markdown markdown-text ${align}${spread}${frame}`}
      style={{ display: "grid", alignContent: place, textAlign: align }}
    >
      {values ? (
        <TextWithValues markdown={markdown} values={values} frame={element} />
      ) : (
        <MarkdownText markdown={markdown} />
      )}
    </div>
  );
}

/** What stands for a value that is on its way, about as wide as one. */
const COMING = "\u2007\u2007…\u2007";

interface TextWithValuesProps {
  readonly markdown: string;
  readonly values: readonly SiteTextValue[];
  readonly frame: RefObject<Element | null>;
}

function TextWithValues({ markdown, values, frame }: TextWithValuesProps) {
  const { formatter } = useApp();
  const traces = useTraces([...new Set(values.map(({ trace }) => trace))]);
  const data = useCardData(frame, traces);
  const written = values.map((value) => {
    const isThere = data?.loaded.some(({ object }) => object.name === value.trace);
    const isComing = !data || data.pending || (data.loading && !isThere);
    return isComing ? { text: COMING } : writeValue(value, data.loaded, formatter.value);
  });
  const problems = written.flatMap((one, index) => {
    const trace = values[index]?.trace ?? "";
    return "rows" in one
      ? [viewerDiagnostic("viewer-several-rows", { trace, rows: one.rows })]
      : [];
  });
  const texts = written.map((one) => ("text" in one ? one.text : NULL_TEXT));
  return (
    <>
      <MarkdownText markdown={markedText(markdown, values)} texts={texts} />
      <ProblemStrip problems={[...(data?.problems ?? []), ...problems]} onRetry={data?.retry} />
    </>
  );
}
