/** Templates of the flags such as `label+value` that say what stands in a part and in its tooltip. */
import type { Props } from "./bind.js";
import { fillTemplate, type Variable } from "./template-text.js";

/** Flags in Plotly's order, with what templates call them. */
export type Flags = ReadonlyMap<string, string>;

/** The labels and tooltips of parts, with these variables filled in, where they write them at all. */
export function partTemplates(
  bound: Props,
  variables: ReadonlyMap<string, Variable>,
  flags: Flags,
): Props {
  const { texttemplate, textinfo, hovertemplate, hoverinfo } = bound;
  return {
    ...filled("texttemplate", texttemplate ?? partsOf(textinfo, bound, flags), variables),
    ...filled(
      "hovertemplate",
      hovertemplate ?? hoverTemplate(hoverinfo ?? "all", bound, flags),
      variables,
    ),
  };
}

function filled(key: string, template: unknown, variables: ReadonlyMap<string, Variable>): Props {
  const texts = typeof template === "string" ? fillTemplate(template, variables) : undefined;
  return texts ? { [key]: texts } : {};
}

/** Undefined where they are no flags. */
function partsOf(written: unknown, bound: Props, flags: Flags): string | undefined {
  if (typeof written !== "string") return undefined;
  const wanted: readonly string[] = written === "all" ? [...flags.keys()] : written.split("+");
  const parts = [...flags].filter(
    ([flag]) => wanted.includes(flag) && (flag !== "text" || bound["text"] !== undefined),
  );
  return parts.map(([, name]) => `%{${name}}`).join("<br>");
}

/** The same of a tooltip, which names the trace beside it unless told otherwise. */
function hoverTemplate(written: unknown, bound: Props, flags: Flags): string | undefined {
  const template = partsOf(written, bound, flags);
  if (template === undefined || /\ball\b|\bname\b/.test(String(written))) return template;
  return `${template}<extra></extra>`;
}
