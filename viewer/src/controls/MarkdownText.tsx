import { useContext, useEffect, useState } from "preact/hooks";
import { fillMarks } from "./text-marks.js";
import { Pages } from "./site-pages.js";

const NONE: readonly string[] = [];

export interface MarkdownTextProps {
  readonly markdown: string;
  /** What stands in the place of its marks (`text-marks.ts`); never read as Markdown. */
  readonly texts?: readonly string[];
}

/**
 * Markdown as HTML; its reader is loaded on first use. Where that cannot be had, the text stands as
 * written.
 */
export function MarkdownText({ markdown, texts = NONE }: MarkdownTextProps) {
  const pages = useContext(Pages);
  const [html, setHtml] = useState<string>();
  const [isPlain, setIsPlain] = useState(false);
  useEffect(() => {
    let outdated = false;
    import("./markdown-html.js").then(
      ({ markdownHtml }) => {
        if (!outdated) setHtml(markdownHtml(markdown, texts, pages));
      },
      () => setIsPlain(true),
    );
    return () => {
      outdated = true;
    };
  }, [markdown, texts.join("\n")]);
  if (html !== undefined) return <div dangerouslySetInnerHTML={{ __html: html }} />;
  const plain = fillMarks(markdown, texts);
  return isPlain ? <div style={{ whiteSpace: "pre-wrap" }}>{plain}</div> : <Room text={plain} />;
}

/** Takes about the room of a text until its reader is there, so that what follows does not jump. */
function Room({ text }: { readonly text: string }) {
  const paragraphs = text.trim().split(/\n\s*\n/);
  return (
    <div style={{ visibility: "hidden" }} aria-hidden="true">
      {paragraphs.map((paragraph, index) => (
        <p key={index} class={headingClass(paragraph)} style={{ whiteSpace: spaceOf(paragraph) }}>
          {paragraph
            .replaceAll(/^#+ |`|\]\([^)]*\)|\[/gm, "")
            .split("**")
            .map((part, at) => (at % 2 === 1 ? <b key={at}>{part}</b> : part))}
        </p>
      ))}
    </div>
  );
}

function headingClass(paragraph: string): string | undefined {
  const level = /^#+(?= )/.exec(paragraph)?.[0].length;
  return level === undefined ? undefined : `as-h${level}`;
}

/** Lists and tables have a line for each of theirs. */
function spaceOf(paragraph: string): "pre-line" | "normal" {
  return /^\s*(?:\||(?:[-*+]|\d+\.)\s)/.test(paragraph) ? "pre-line" : "normal";
}
