/** Labels of lines that would lie on each other stand apart once they are drawn. */
import { addTitle } from "./fit-labels.js";
import { LINE_LABEL } from "./line-layout.js";

/** What of a drawn element is used. */
interface DrawnElement extends HTMLElement {
  readonly layout?: {
    readonly annotations?: readonly { readonly name?: string; readonly xref?: string }[];
  };
  readonly on?: (event: string, handler: () => void) => void;
}

/** Pixels between two labels. */
const GAP = 2;
/** As many rows of labels stand above a drawing. */
const LANES = 3;

const watched = new WeakSet<HTMLElement>();

/** Now, and whenever Plotly draws the element again in another size. */
export function keepLabelsApart(element: HTMLElement): void {
  const drawn: DrawnElement = element;
  separate(drawn);
  if (watched.has(element)) return;
  watched.add(element);
  drawn.on?.("plotly_afterplot", () => separate(drawn));
}

function separate(element: DrawnElement): void {
  const beside: SVGGElement[] = [];
  const above: SVGGElement[] = [];
  for (const [index, { name, xref }] of (element.layout?.annotations ?? []).entries()) {
    if (name !== LINE_LABEL) continue;
    const label = element.querySelector<SVGGElement>(`g.annotation[data-index="${index}"]`);
    if (!label) continue;
    label.style.transform = "";
    (xref === "paper" ? beside : above).push(label);
  }
  const frame = element.getBoundingClientRect();
  downward(beside, frame);
  inLanes(above, frame);
}

/** Labels beside a drawing, from the top to the bottom of its frame. */
function downward(labels: readonly SVGGElement[], frame: DOMRect): void {
  const boxes = labels.map((label) => ({ label, box: label.getBoundingClientRect() }));
  const sorted = boxes.toSorted((a, b) => a.box.top - b.box.top);
  const tops: number[] = [];
  for (const [index, { box }] of sorted.entries()) {
    const before = sorted[index - 1]?.box.height ?? 0;
    tops.push(Math.max(box.top, (tops[index - 1] ?? -Infinity) + before + GAP));
  }
  let limit = frame.bottom;
  for (const [index, { label, box }] of [...sorted.entries()].toReversed()) {
    const top = Math.min(tops[index] ?? box.top, limit - box.height);
    limit = top - GAP;
    move(label, 0, top - box.top);
  }
}

/** Labels above a drawing, in as many rows as they need. */
function inLanes(labels: readonly SVGGElement[], frame: DOMRect): void {
  const boxes = labels.map((label) => ({ label, box: label.getBoundingClientRect() }));
  const ends: number[] = [];
  for (const { label, box } of boxes.toSorted((a, b) => a.box.left - b.box.left)) {
    const right = Math.min(0, frame.right - box.right) + Math.max(0, frame.left - box.left);
    const left = box.left + right;
    const lane = Array.from({ length: LANES }, (_, index) => index).find(
      (index) => (ends[index] ?? -Infinity) + 2 * GAP <= left,
    );
    if (lane === undefined) {
      shorten(label);
      continue;
    }
    ends[lane] = left + box.width;
    move(label, right, -lane * (box.height + GAP));
  }
}

function move(label: SVGGElement, right: number, down: number): void {
  if (right !== 0 || down !== 0) label.style.transform = `translate(${right}px, ${down}px)`;
}

/** What has no room is a mark, which a pointer makes a text of. */
function shorten(label: SVGGElement): void {
  const text = label.querySelector<SVGTextElement>("text");
  if (!text) return;
  const whole = text.textContent ?? "";
  text.textContent = "…";
  addTitle(text, whole);
}
