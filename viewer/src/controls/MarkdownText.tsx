import { useEffect, useState } from "preact/hooks";

/** Markdown as HTML; the reader of markdown is loaded on first use, until then the text stands as written. */
export function MarkdownText({ markdown }: { markdown: string }) {
  const [html, setHtml] = useState<string>();
  useEffect(() => {
    let outdated = false;
    void import("./markdown-html.js").then(({ markdownHtml }) => {
      if (!outdated) setHtml(markdownHtml(markdown));
    });
    return () => {
      outdated = true;
    };
  }, [markdown]);
  if (html === undefined) return <div />;
  return <div dangerouslySetInnerHTML={{ __html: html }} />;
}
