/**
 * Many points of a scatter trace as one picture in the place of an element each, which a browser
 * takes 50 µs to make, style and paint. Plotly still computes all of them, says how each looks and
 * answers the pointer from what it computed: the build puts this module into its code.
 */
import { drawMarks } from "./draw-marks.js";
import { markLooks, type MarkedPoint, type MarkStyler, type MarkedTrace } from "./mark-looks.js";

/** Where a trace has at least as many, a picture is quicker than elements. */
const MANY_POINTS = 2000;
/** Around the part in sight, in parts of its size, so that there are points where it is dragged. */
const MARGIN = 0.5;
/** Pixels of a picture that leaves the screen, for each of the page. */
const SHARP = 2;

/** The parts of Plotly's axis that are read here. */
interface Axis {
  readonly _offset: number;
  readonly _length: number;
  /** From a computed value to pixels of the axis. */
  readonly c2p: (value: unknown) => unknown;
}

/** The element of a chart. */
interface Graph extends Element {
  readonly _context: { readonly _exportedPlot?: boolean };
}

interface Drawn {
  readonly graph: Graph;
  readonly axes: readonly [x: Axis, y: Axis];
  readonly points: readonly MarkedPoint[];
}

/** What is to be drawn into groups of points. */
const pictured = new WeakMap<Element, Drawn>();

/**
 * Takes on to draw the points of a trace into their group, each time that Plotly styles it; false
 * where Plotly has to make elements, and a former picture is gone.
 */
export function takePoints(
  group: Element,
  graph: Graph,
  { xaxis, yaxis, layerClipId }: { xaxis: Axis; yaxis: Axis; layerClipId?: unknown },
  trace: MarkedTrace,
  points: readonly MarkedPoint[] | false,
): boolean {
  if (points && points.length >= MANY_POINTS && !layerClipId && isPlain(trace)) {
    pictured.set(group, { graph, axes: [xaxis, yaxis], points });
    return true;
  }
  pictured.delete(group);
  group.querySelector("image")?.remove();
  return false;
}

/** Neither what fills a mark nor its outline or its turn is more than a look says. */
function isPlain({ type, marker: { gradient, line, angleref } }: MarkedTrace): boolean {
  const { type: shade = "none" } = gradient ?? {};
  const { dash = "solid" } = line ?? {};
  return type === "scatter" && shade === "none" && dash === "solid" && angleref !== "previous";
}

/** Draws a group of points that was taken on, given itself or what it lies in. */
export function drawPoints(element: Element, trace: MarkedTrace, styler: MarkStyler): void {
  const group = element.querySelector(".points") ?? element;
  const drawn = pictured.get(group);
  if (!drawn) return;
  const { graph, axes, points } = drawn;
  const [x, y] = axes;
  const { _context: context } = graph;
  const { _exportedPlot: isExported = false } = context;
  const leaves = isExported || graph.closest(".paper") !== null;
  const scale = leaves ? Math.max(SHARP, devicePixelRatio) : devicePixelRatio;
  const looks = markLooks(points, trace, styler, graph);
  const places = ({ c2p, _offset: offset, _length: length }: Axis, along: "x" | "y") =>
    Float64Array.from(points, (point) => {
      const pixel = Number(c2p(point[along]) ?? Number.NaN);
      const isNear = pixel > -MARGIN * length && pixel < (1 + MARGIN) * length;
      return isNear ? (offset + pixel) * scale : Number.NaN;
    });
  const picture = drawMarks({ xs: places(x, "x"), ys: places(y, "y"), looks }, scale);
  let image = group.querySelector("image");
  if (!picture) return image?.remove();
  if (!image) {
    image = document.createElementNS("http://www.w3.org/2000/svg", "image");
    group.prepend(image);
  }
  const { canvas, left, top } = picture;
  const [{ _offset: fromLeft }, { _offset: fromTop }] = axes;
  const attributes = {
    x: left / scale - fromLeft,
    y: top / scale - fromTop,
    width: canvas.width / scale,
    height: canvas.height / scale,
    preserveAspectRatio: "none",
    href: canvas.toDataURL(),
  };
  for (const [name, value] of Object.entries(attributes)) image.setAttribute(name, String(value));
}
