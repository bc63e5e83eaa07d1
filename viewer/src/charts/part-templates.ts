/** Templates of the flags such as `label+value` that say what stands in a part and in its tooltip. */
import type { Props } from "./bind.js";
import { fillTemplate, type Variable } from "./template-text.js";

/** The flags of a type. */
export interface Flags {
  /** In Plotly's order, with what they mean in a template. */
  readonly templates: ReadonlyMap<string, string>;
  /** Those of a tooltip for which the author has chosen none. */
  readonly hover: string;
}

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
      hovertemplate ?? hoverTemplate(hoverinfo ?? flags.hover, bound, flags),
      variables,
    ),
  };
}

function filled(key: string, template: unknown, variables: ReadonlyMap<string, Variable>): Props {
  const texts = typeof template === "string" ? fillTemplate(template, variables) : undefined;
  return texts ? { [key]: texts } : {};
}

/** The template of some flags; undefined where they are none. */
export function partsOf(written: unknown, bound: Props, { templates }: Flags): string | undefined {
  if (typeof written !== "string") return undefined;
  const wanted: readonly string[] = written === "all" ? [...templates.keys()] : written.split("+");
  const parts = [...templates].filter(
    ([flag]) => wanted.includes(flag) && (flag !== "text" || bound["text"] !== undefined),
  );
  return parts.map(([, template]) => template).join("<br>");
}

/** The same of a tooltip, which names the trace beside it unless told otherwise. */
function hoverTemplate(written: unknown, bound: Props, flags: Flags): string | undefined {
  const template = partsOf(written, bound, flags);
  if (template === undefined || /\ball\b|\bname\b/.test(String(written))) return template;
  return `${template}<extra></extra>`;
}
