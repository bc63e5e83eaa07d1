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
export function MarkdownItem({ values, ...text }: MarkdownItemProps) {
  return values ? <TextWithValues values={values} {...text} /> : <Text {...text} />;
}

type TextProps = Omit<MarkdownItemProps, "values">;

interface FilledTextProps extends TextProps {
  readonly frame?: RefObject<HTMLDivElement | null>;
  /** In the places of its marks. */
  readonly texts?: readonly string[];
}

function Text({ markdown, align, justify, framed, frame, texts }: FilledTextProps) {
  const place = JUSTIFY[justify] ?? "start";
  const card = framed ? " framed card" : "";
  const spread = SPREAD.has(justify) ? " spread" : "";
  return (
    <div
      {...(frame ? { ref: frame } : {})}
      class={`markdown-text ${align}${spread}${card}`}
      style={{ display: "grid", alignContent: place, textAlign: align }}
    >
      <MarkdownText markdown={markdown} {...(texts ? { texts } : {})} />
    </div>
  );
}

/** What stands for a value that is on its way, about as wide as one. */
const COMING = "\u2007\u2007…\u2007";

interface TextWithValuesProps extends TextProps {
  readonly values: readonly SiteTextValue[];
}

function TextWithValues({ values, ...text }: TextWithValuesProps) {
  const frame = useRef<HTMLDivElement>(null);
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
      <Text {...text} markdown={markedText(text.markdown, values)} frame={frame} texts={texts} />
      <ProblemStrip problems={[...(data?.problems ?? []), ...problems]} onRetry={data?.retry} />
    </>
  );
}
