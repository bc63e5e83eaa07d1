import type { LinePoint } from "../charts/number-card.js";

/** In CSS pixels; the line keeps clear of the edges by its last point. */
const WIDTH = 92;
const HEIGHT = 30;
const MARGIN = 3;

/** The rows behind a number as a small line without axes; rows without a number are gaps. */
export function Sparkline({ points, label }: { points: readonly LinePoint[]; label: string }) {
  const drawn = placed(points);
  const [first, last] = [points[0], points.at(-1)];
  const end = drawn.findLast((point) => point !== undefined);
  if (!first || !last || !end) return null;
  const pieces = piecesOf(drawn);
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={`${label} ${described(points)}`}
    >
      {pieces.map((piece) => (
        <path key={`area ${piece[0]?.x}`} class="area" d={areaOf(piece)} />
      ))}
      {pieces.map((piece) => (
        <path key={`line ${piece[0]?.x}`} class="line" d={`M${piece.map(pair).join("L")}`} />
      ))}
      <circle class="end" cx={end.x} cy={end.y} r="2" />
    </svg>
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function placed(points: readonly LinePoint[]): (Point | undefined)[] {
  const places = points.map(({ place }) => place);
  const numbers = points.flatMap(({ number }) => number ?? []);
  const across = scale(places, MARGIN, WIDTH - MARGIN);
  const up = scale(numbers, HEIGHT - MARGIN, MARGIN);
  return points.map(({ place, number }) =>
    number === undefined ? undefined : { x: across(place), y: up(number) },
  );
}

/** What does not change lies in the middle. */
function scale(values: readonly number[], from: number, to: number): (value: number) => number {
  const least = values.reduce((one, other) => Math.min(one, other), Infinity);
  const most = values.reduce((one, other) => Math.max(one, other), -Infinity);
  return (value) => {
    const part = most > least ? (value - least) / (most - least) : 0.5;
    return Math.round((from + part * (to - from)) * 10) / 10;
  };
}

/** Points without a gap between them; one alone is as long as a dot. */
function piecesOf(points: readonly (Point | undefined)[]): Point[][] {
  const pieces: Point[][] = [[]];
  for (const point of points) {
    if (point) pieces.at(-1)?.push(point);
    else pieces.push([]);
  }
  return pieces.filter((piece) => piece.length > 0);
}

function areaOf(piece: readonly Point[]): string {
  const [first, last] = [piece[0], piece.at(-1)];
  if (!first || !last) return "";
  return `M${first.x},${HEIGHT}L${piece.map(pair).join("L")}L${last.x},${HEIGHT}Z`;
}

function pair({ x, y }: Point): string {
  return `${x},${y}`;
}

function described(points: readonly LinePoint[]): string {
  const numbered = points.filter(({ number }) => number !== undefined);
  const by = (better: (one: number, other: number) => boolean) =>
    numbered.reduce((best, one) => (better(one.number ?? 0, best.number ?? 0) ? one : best));
  const [low, high] = [by((one, other) => one < other), by((one, other) => one > other)];
  const at = ({ text, placeText }: LinePoint) => `${text} (${placeText})`;
  return `from ${points[0]?.placeText} to ${points.at(-1)?.placeText}: lowest ${at(low)}, highest ${at(high)}`;
}
