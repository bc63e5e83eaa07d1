import { useEffect, useState } from "preact/hooks";

/**
 * Markdown as HTML; its reader is loaded on first use. Where that cannot be had, the text stands as
 * written.
 */
export function MarkdownText({ markdown }: { markdown: string }) {
  const [html, setHtml] = useState<string>();
  const [isPlain, setIsPlain] = useState(false);
  useEffect(() => {
    let outdated = false;
    import("./markdown-html.js").then(
      ({ markdownHtml }) => {
        if (!outdated) setHtml(markdownHtml(markdown));
      },
      () => setIsPlain(true),
    );
    return () => {
      outdated = true;
    };
  }, [markdown]);
  if (html !== undefined) return <div dangerouslySetInnerHTML={{ __html: html }} />;
  return <div style={{ whiteSpace: "pre-wrap" }}>{isPlain ? markdown : ""}</div>;
}
