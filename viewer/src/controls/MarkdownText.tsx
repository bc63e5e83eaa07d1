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
  return <div style={{ whiteSpace: "pre-wrap" }}>{isPlain ? fillMarks(markdown, texts) : ""}</div>;
}
