import type { JSX } from "preact";
import type { ThumbnailRow } from "../../../../src/contract/pages/home.js";
import {
  THUMBNAIL,
  thumbnailCells,
  type Box,
  type Glyph,
  type ThumbnailCell,
} from "./thumbnail-cells.js";

/** A small picture of a dashboard, drawn from its layout. */
export function Thumbnail({ rows }: { rows: readonly ThumbnailRow[] }) {
  return (
    <svg
      class="thumbnail"
      viewBox={`0 0 ${THUMBNAIL.width} ${THUMBNAIL.height}`}
      aria-hidden="true"
    >
      {thumbnailCells(rows).map((cell) => (
        <Cell key={cell.seed} {...cell} />
      ))}
    </svg>
  );
}

const FRAMELESS = new Set<Glyph>(["text", "chips"]);

function Cell(cell: ThumbnailCell) {
  const pad = cell.height < 24 ? 4 : 7;
  const inner: Sketch = {
    x: cell.x + pad,
    y: cell.y + pad,
    width: cell.width - 2 * pad,
    height: cell.height - 2 * pad,
    fill: `var(--c${cell.colour})`,
    random: randomFrom(cell.seed),
  };
  const { x, y, width, height } = cell;
  return (
    <>
      {!FRAMELESS.has(cell.glyph) && (
        <rect {...{ x, y, width, height }} rx="4" fill="var(--surface)" stroke="var(--border)" />
      )}
      {SKETCHES[cell.glyph](inner)}
    </>
  );
}

interface Sketch extends Box {
  readonly fill: string;
  /** The next of a fixed row of numbers between 0 and 1. */
  readonly random: () => number;
}

const SKETCHES = {
  number: ({ x, y, width, height }) => (
    <>
      <rect x={x} y={y} width={width * 0.4} height="3.4" rx="1.7" fill="var(--border-2)" />
      <rect
        x={x}
        y={y + Math.min(8, height - 6)}
        width={width * 0.6}
        height={Math.min(8, height / 2)}
        rx="2.5"
        fill="var(--text-3)"
        opacity=".55"
      />
    </>
  ),
  line: (sketch) => {
    const path = risingPath(sketch);
    const { x, y, width, height, fill } = sketch;
    return (
      <>
        <path
          d={`${path}L${x + width} ${y + height}L${x} ${y + height}Z`}
          fill={fill}
          opacity=".13"
        />
        <path d={path} fill="none" stroke={fill} stroke-width="1.5" stroke-linejoin="round" />
      </>
    );
  },
  bars: ({ x, y, width, height, fill, random }) =>
    spread(Math.max(4, Math.min(9, Math.floor(width / 13))), (index, count) => {
      const step = width / count;
      const tall = height * (0.3 + 0.7 * random());
      return (
        <rect
          key={index}
          x={x + index * step}
          y={y + height - tall}
          width={step - 2}
          height={tall}
          rx="1"
          fill={fill}
        />
      );
    }),
  points: ({ x, y, width, height, fill, random }) =>
    spread(28, (index) => {
      const along = random();
      const up = Math.min(1, Math.max(0, along * 0.8 + random() * 0.3 - 0.05));
      return (
        <circle
          key={index}
          cx={x + along * width}
          cy={y + height - up * height}
          r="1.7"
          fill={fill}
          opacity=".7"
        />
      );
    }),
  slices: ({ x, y, width, height, fill }) => {
    const r = Math.min(width, height) / 2;
    const turn = 2 * Math.PI * r * 0.5;
    const ring = {
      cx: x + width / 2,
      cy: y + height / 2,
      r: r / 2,
      fill: "none",
      "stroke-width": r,
    };
    return (
      <>
        <circle {...ring} stroke={fill} opacity=".25" />
        <circle {...ring} stroke={fill} stroke-dasharray={`${turn * 0.62} ${turn}`} />
      </>
    );
  },
  matrix: ({ x, y, width, height, fill, random }) =>
    spread(28, (index) => {
      const [w, h] = [width / 7, height / 4];
      return (
        <rect
          key={index}
          x={x + (index % 7) * w}
          y={y + Math.floor(index / 7) * h}
          width={w - 1}
          height={h - 1}
          fill={fill}
          opacity={0.15 + 0.8 * random()}
        />
      );
    }),
  map: ({ x, y, width, height, fill, random }) => (
    <>
      {[1, 0.62, 0.22].map((share) => (
        <ellipse
          key={share}
          cx={x + width / 2}
          cy={y + height / 2}
          rx={(width * share) / 2}
          ry={height / 2}
          fill={share === 1 ? "var(--sunken)" : "none"}
          stroke="var(--border-2)"
          stroke-width=".7"
        />
      ))}
      <path d={`M${x} ${y + height / 2}h${width}`} stroke="var(--border-2)" stroke-width=".7" />
      {spread(11, (index) => (
        <circle
          key={index}
          cx={x + width * (0.2 + 0.6 * random())}
          cy={y + height * (0.22 + 0.56 * random())}
          r={1.4 + 1.8 * random()}
          fill={fill}
          opacity=".8"
        />
      ))}
    </>
  ),
  boxes: ({ x, y, width, height, fill, random }) =>
    spread(5, (index, count) => {
      const centre = x + ((index + 0.5) * width) / count;
      const [tall, top] = [height * (0.3 + 0.3 * random()), y + height * 0.3 * random()];
      return (
        <g key={index} stroke={fill}>
          <path d={`M${centre} ${y}V${y + height}`} opacity=".6" />
          <rect
            x={centre - width / 16}
            y={top + height * 0.1}
            width={width / 8}
            height={tall}
            rx="1.5"
            fill="var(--surface)"
          />
        </g>
      );
    }),
  table: ({ x, y, width, height }) =>
    spread(Math.max(2, Math.floor(height / 9)), (index, count) => {
      const top = y + 2 + (index * height) / count;
      return (
        <g key={index}>
          <rect x={x} y={top} width={width * 0.34} height="4" rx="2" fill="var(--border-2)" />
          <rect
            x={x + width * 0.5}
            y={top}
            width={width * 0.16}
            height="4"
            rx="2"
            fill="var(--border)"
          />
          <rect
            x={x + width * 0.78}
            y={top}
            width={width * (0.22 - 0.02 * (index % 5))}
            height="4"
            rx="2"
            fill="var(--c1)"
            opacity=".4"
          />
        </g>
      );
    }),
  text: ({ x, y, width, height }) => (
    <>
      <rect
        x={x}
        y={y + height / 2 - 5}
        width={width * 0.3}
        height="5"
        rx="2.5"
        fill="var(--control)"
      />
      <rect
        x={x}
        y={y + height / 2 + 4}
        width={width * 0.7}
        height="3"
        rx="1.5"
        fill="var(--border-2)"
      />
    </>
  ),
  chips: ({ x, y, height }) =>
    spread(2, (index) => (
      <rect
        key={index}
        x={x + index * 52 - 7}
        y={y + height / 2 - 6}
        width="46"
        height="12"
        rx="4"
        fill="var(--surface)"
        stroke="var(--border-2)"
      />
    )),
} satisfies Record<Glyph, (sketch: Sketch) => JSX.Element | JSX.Element[]>;

function risingPath({ x, y, width, height, random }: Sketch): string {
  const count = 14;
  const points = spread(count, (index) => {
    const up = Math.min(1, 0.2 + (0.55 * index) / count + 0.25 * random());
    return `${(x + (index * width) / (count - 1)).toFixed(1)} ${(y + height - up * height).toFixed(1)}`;
  });
  return `M${points.join("L")}`;
}

function spread<T>(count: number, make: (index: number, count: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index, count));
}

/** Always the same numbers for the same seed (Lehmer's generator). */
function randomFrom(seed: number): () => number {
  let state = seed * 48_271 + 11;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
