import type { ViewerDefinitions, ViewerValues } from "../../contract/viewer-code.js";
import { define } from "../definition.js";

const NOT_FOUND = 404;
const RELOAD =
  "Reload the page; if that does not help, start `headwater serve` again or publish the site anew.";

/** An open page. `what` begins a sentence. */
export const VIEWER_CODES = {
  "viewer-no-answer": define<ViewerValues["viewer-no-answer"]>({
    severity: "error",
    message: ({ what }) => `${what} could not be loaded: the server does not answer.`,
    hint: () => "Check that it is running and can be reached, then try again.",
  }),
  "viewer-load-failed": define<ViewerValues["viewer-load-failed"]>({
    severity: "error",
    message: ({ what, status }) => `${what} could not be loaded: the server answered ${status}.`,
    hint: ({ status }) =>
      status === NOT_FOUND
        ? "It may have been replaced since the page was opened: reload the page."
        : "Try again. The terminal of `headwater serve` says why.",
  }),
  "viewer-unreadable": define<ViewerValues["viewer-unreadable"]>({
    severity: "error",
    message: ({ what }) => `${what} cannot be read.`,
    hint: () => RELOAD,
  }),
  "viewer-part-missing": define({
    severity: "error",
    message: () => "A part of the page itself could not be loaded.",
    hint: () => "Reload the page: Headwater may have been updated since it was opened.",
  }),
  "viewer-not-live": define({
    severity: "error",
    message: () => "The page no longer hears of new results.",
    hint: () => "It tries again by itself. The terminal of `headwater serve` says why.",
  }),
  "viewer-not-let-in": define({
    severity: "error",
    message: () => "This browser may not ask the sources for new rows.",
    hint: () =>
      "Open the link that the terminal of `headwater serve` shows: it lets the first browser in that opens it.",
  }),
  "viewer-draw-failed": define<ViewerValues["viewer-draw-failed"]>({
    severity: "error",
    message: ({ name }) => `\`${name}\` cannot be drawn.`,
    hint: () => "Look at the properties of its traces and at its `layout`.",
  }),
  "viewer-column-without-numbers": define<ViewerValues["viewer-column-without-numbers"]>({
    severity: "warning",
    message: ({ field, key, type }) =>
      `\`${field}\` needs numbers, and \`${key}\` is of type \`${type}\`.`,
    hint: () => "Make numbers of it in SQL, such as `cast(… as numeric)`.",
  }),
  "viewer-several-rows": define<ViewerValues["viewer-several-rows"]>({
    severity: "error",
    message: ({ trace, rows }) =>
      `\`${trace}\` has ${rows.toLocaleString("en-US")} rows, of which none is the value of this text.`,
    hint: () => "Let the trace aggregate without grouping, or filter it to one row.",
  }),
  "viewer-picture-failed": define<ViewerValues["viewer-picture-failed"]>({
    severity: "error",
    message: ({ name }) => `A picture of \`${name}\` cannot be made.`,
    hint: () => "Try it in a smaller window or in another browser, or print the page.",
  }),
  "viewer-choice-refused": define<ViewerValues["viewer-choice-refused"]>({
    severity: "error",
    message: ({ name, why }) => `\`${name}\` has no rows for what is chosen: ${why}`,
    hint: () => "Choose something else. The source would refuse the query as well.",
  }),
  "viewer-choice-unknown": define<ViewerValues["viewer-choice-unknown"]>({
    severity: "warning",
    message: ({ input, written }) =>
      `The address chooses ${written === "" ? "the empty text" : `\`${written}\``} of \`${input}\`, which cannot be chosen; it is left out.`,
    hint: () => "The link may be older than the data. Choose anew, then copy the address.",
  }),
  "viewer-missing-object": define<ViewerValues["viewer-missing-object"]>({
    severity: "error",
    message: ({ kind, name }) => `The ${kind} \`${name}\` is not part of what was published.`,
    hint: () => RELOAD,
  }),
} as const satisfies ViewerDefinitions;
