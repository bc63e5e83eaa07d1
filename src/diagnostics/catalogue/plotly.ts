import { define } from "../definition.js";
import { didYouMean } from "../suggest.js";

/**
 * Properties of traces and layouts, which Plotly draws. Values share the codes of all other fields.
 */
export const plotlyCodes = () => ({
  "unknown-property": define<{ property: string; owner: string }>({
    severity: "error",
    message: ({ property, owner }) => `\`${property}\` is not a property of ${owner}.`,
  }),
  "unknown-property-ignored": define<{ property: string; owner: string }>({
    severity: "warning",
    message: ({ property, owner }) =>
      `\`${property}\` is not a property of ${owner} and is ignored.`,
  }),
  "property-value-ignored": define<{ reason: string }>({
    severity: "warning",
    message: ({ reason }) => `${reason} The value is ignored, as version 1.0 did.`,
    summary: "A value that Plotly does not take is ignored, as version 1.0 did.",
  }),
  "wrong-format": define<{ field: string; format: string }>({
    severity: "error",
    message: ({ field, format }) =>
      `\`${format}\` in \`${field}\` is no format of numbers or dates.`,
  }),
  "moved-property": define<{ property: string; successor: string }>({
    severity: "warning",
    message: ({ property, successor }) =>
      `\`${property}\` is no longer known to Plotly and is read as \`${successor}\`.`,
    hint: ({ successor }) => `Write \`${successor}\`.`,
  }),
  "removed-property": define<{ property: string }>({
    severity: "warning",
    message: ({ property }) => `\`${property}\` is no longer known to Plotly and is ignored.`,
    hint: () => "Remove it.",
  }),
  "unknown-flag": define<{
    field: string;
    flag: string;
    flags: readonly string[];
    alone: readonly string[];
    near: readonly string[];
  }>({
    severity: "error",
    message: ({ field, flag }) => `\`${flag}\` is not a part of \`${field}\`.`,
    hint: ({ flags, alone, near }) =>
      `${near.length > 0 ? `${didYouMean(near)} ` : ""}Join any of ${listed(flags)} by \`+\`${alone.length === 0 ? "" : `, or use ${listed(alone)} alone`}.`,
  }),
  "wrong-colour": define<{ field: string; value: string }>({
    severity: "error",
    message: ({ field, value }) => `\`${value}\` is not a colour, which \`${field}\` needs.`,
    hint: () => "Write a name such as `teal`, `#1f77b4` or `rgb(31, 119, 180)`.",
  }),
  "wrong-length": define<{ field: string; wanted: number; length: number }>({
    severity: "error",
    message: ({ field, wanted, length }) =>
      `\`${field}\` needs a list of ${wanted} values, but this one has ${length}.`,
  }),
  "one-value-for-list": define<{ field: string; text: string }>({
    severity: "warning",
    message: ({ field, text }) =>
      `\`${field}\` takes a list, but \`${text}\` is one value: nothing is drawn unless that value is a list.`,
    hint: () => "Leave `[…]` out to take the whole column.",
  }),
});

function listed(names: readonly string[]): string {
  return [...names].map((name) => `\`${name}\``).join(", ");
}
