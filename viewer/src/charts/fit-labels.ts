/**
 * Labels that Plotly lets run out of the drawing are cut in their middle once they are there; a
 * pointer that rests on one shows all of it.
 */
import { inTheMiddle } from "./in-the-middle.js";

/** Labels, and the share of the drawing's width that one may take. */
const LABELS = [
  [".legendtext, .catlabel, .angularaxistick text", 1],
  ["g.slicetext text, g.slicetext .line", 1],
  // Those of both ends of a flow stand in one line.
  [".node-label", 0.45],
] as const;
/** Labels of fewer characters say nothing. */
const SHORTEST = 6;

/** Cuts what runs out of a drawn chart; cut labels stay as they are. */
export function fitLabels(element: HTMLElement): void {
  const frame = element.getBoundingClientRect();
  if (frame.width === 0) return;
  for (const [selector, share] of LABELS) {
    const room = frame.width * share;
    const fits = (label: SVGTextContentElement) => {
      const { left, right, width } = label.getBoundingClientRect();
      return left >= frame.left - 1 && right <= frame.right + 1 && width <= room;
    };
    for (const label of element.querySelectorAll<SVGTextContentElement>(selector)) {
      // Labels of several lines have an element for each.
      if (label.childElementCount === 0 && !fits(label)) cut(label, fits);
    }
  }
}

/** To the most characters that fit. */
function cut(label: SVGTextContentElement, fits: (label: SVGTextContentElement) => boolean): void {
  const text = label.textContent ?? "";
  let [short, long] = [SHORTEST, text.length];
  while (short < long) {
    const middle = Math.ceil((short + long) / 2);
    label.textContent = inTheMiddle(text, middle);
    if (fits(label)) short = middle;
    else long = middle - 1;
  }
  label.textContent = inTheMiddle(text, short);
  addTitle(label, text);
}

/** What a pointer that rests on a label shows. */
export function addTitle(label: SVGTextContentElement, text: string): void {
  const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = text;
  label.append(title);
  label.style.pointerEvents = "all";
}
