import type { Chart } from "../../project/objects.js";

/** The title in a chart's layout. Plotly takes a one as text or as `{text}`. */
export function chartTitle({ layout }: Chart): string | undefined {
  const title = layout["title"];
  if (typeof title === "string") return title;
  if (typeof title !== "object" || title === null || Array.isArray(title)) return undefined;
  return typeof title["text"] === "string" ? title["text"] : undefined;
}
