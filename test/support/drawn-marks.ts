/**
 * Runs in the page: the marks that Plotly made of each trace of a chart, read from `calcdata`,
 * `_fullLayout` and its scenes. Nothing here is shared with the viewer: it is what the viewer is
 * checked against.
 */

type Fields = Record<string, unknown>;
/** A mark that says something else than the rows behind it. */
const WRONG: Mark = { wrong: "it does not stand for its rows" };

type Read = (trace: DrawnTrace) => Mark[];

/** A mark: by property what its rows must have there; `rows` where it stands for several. */
export interface Mark {
  readonly rows?: number;
  readonly [property: string]: string | number | undefined;
}

/** A trace as it is drawn. */
export interface Drawn {
  readonly type: string;
  readonly marks: readonly Mark[];
}

interface DrawnTrace {
  readonly layout: Fields;
  readonly full: Fields;
  readonly points: readonly Fields[];
}

/** The drawn traces of a chart, those first that are first in it. */
export function drawnMarks(element: Element): Drawn[] {
  const plot = fields(element);
  return list(plot["_fullData"]).map((one, index) => {
    const full = fields(one);
    const type = String(full["type"]);
    const read = READ[type];
    if (!read) throw new Error(`Nothing reads the marks of ${type}.`);
    const trace = {
      layout: fields(plot["_fullLayout"]),
      full,
      points: list(list(plot["calcdata"])[index]).map(fields),
    };
    const marks = full["visible"] === true ? read(trace) : [];
    return { type, marks: marks.filter((mark) => !Object.values(mark).includes(undefined)) };
  });
}

/** Where a computed value lies along an axis: the name of a category, a date, a number. */
function along(axis: Fields, value: unknown): string | number | undefined {
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  switch (axis["type"]) {
    case "category":
      return text(list(axis["_categories"])[value]);
    case "date":
      return new Date(value).toISOString();
    case "log":
      return value > 0 ? value : undefined;
    default:
      return value;
  }
}

function axisOf({ layout, full }: DrawnTrace, letter: string): Fields {
  return fields(layout[String(full[`${letter}axis`]).replace(/^([xy])/, "$1axis")]);
}

/** Points that have the computed values of some properties under these keys. */
function points(keys: Readonly<Record<string, string>>): Read {
  return (trace) =>
    trace.points.map((point) =>
      Object.fromEntries(
        Object.entries(keys).map(([property, key]) => {
          const letter = /^(open|high|low|close)$/.test(property) ? "y" : property;
          const axis = letter === "x" || letter === "y" ? axisOf(trace, letter) : {};
          return [property, point["gap"] === true ? undefined : along(axis, point[key])];
        }),
      ),
    );
}

/** Bars: place and length, along the axes that the orientation says. */
const bars: Read = (trace) => {
  const isAcross = trace.full["orientation"] === "h";
  return points(isAcross ? { y: "p", x: "s" } : { x: "p", y: "s" })(trace);
};

/** What a waterfall adds up, and that it adds it up. */
const steps: Read = (trace) => {
  let sum = 0;
  return trace.points.map(({ p, rawS, s }, row): Mark => {
    sum += Number(rawS);
    if (Math.abs(Number(s) - sum) > Math.abs(sum) * 1e-9) return WRONG;
    const isStep = number(list(trace.full["y"])[row]) !== undefined;
    return { x: along(axisOf(trace, "x"), p), y: isStep ? number(rawS) : undefined };
  });
};

/** Each row of a bin lies in it, and the bin is as high as it has rows. */
const bins: Read = (trace) =>
  trace.points.flatMap(({ p, s, pts }) => {
    const rows = list(pts).map((row) => number(list(trace.full["x"])[Number(row)]));
    const width = Number(fields(trace.full["xbins"])["size"]);
    const inside = rows.every((x = Number.NaN) => Math.abs(x - Number(p)) <= width / 2 + 1e-6);
    return rows.map((x): Mark => (inside && s === rows.length ? { x } : WRONG));
  });

const binsOfTwo: Read = ({ full, points: [cells] }) =>
  list(cells?.["pts"]).flatMap((line, below) =>
    list(line).flatMap((cell, left) => {
      const count = list(list(cells?.["z"])[below])[left];
      const at = (row: unknown): Mark => ({
        x: number(list(full["x"])[Number(row)]),
        y: number(list(full["y"])[Number(row)]),
      });
      return list(cell).map((row) => (count === list(cell).length ? at(row) : WRONG));
    }),
  );

const samples: Read = (trace) =>
  trace.points.flatMap(({ pts, pos }) =>
    list(pts).map((sample) => ({
      x: along(axisOf(trace, "x"), pos),
      y: along(axisOf(trace, "y"), fields(sample)["v"]),
    })),
  );

/** The body of a candle is the two middle quartiles of its box. */
const candles: Read = (trace) =>
  trace.points.map(({ empty, pos, min, q1, med, q3, max }) => {
    const at = (value: unknown) => (empty === true ? undefined : along(axisOf(trace, "y"), value));
    return {
      x: along(axisOf(trace, "x"), pos),
      open: at(med === q1 ? q3 : q1),
      high: at(max),
      low: at(min),
      close: at(med),
    };
  });

/** Cells that rows gave, without those that Plotly put between them. */
function grid(first: string, second: string, value: string): Read {
  return (trace) => {
    const {
      full,
      points: [cells],
    } = trace;
    const filled = new Set(list(full["_emptypoints"]).map((cell) => list(cell).slice(0, 2).join()));
    const axes = [first, second].map((name) => (/[xy]/.test(name) ? axisOf(trace, name) : {}));
    return list(cells?.[value]).flatMap((line, below) =>
      list(line).flatMap((cell, left) =>
        number(cell) === undefined || filled.has(`${below},${left}`)
          ? []
          : [
              {
                [first]: along(axes[0] ?? {}, list(full[`_${first}`])[left]),
                [second]: along(axes[1] ?? {}, list(full[`_${second}`])[below]),
                [value]: number(cell),
              },
            ],
      ),
    );
  };
}

/** Lists of cells, each from one row. */
const lines: Read = ({ full, points: [cells] }) =>
  list(cells?.["z"] ?? full["z"]).map((line) => ({ z: JSON.stringify(line) }));

const polar: Read = ({ layout, full, points: own }) => {
  const { radialaxis, angularaxis } = fields(layout[String(full["subplot"])]);
  const stash = fields(own[0]?.["t"]);
  const [rs, thetas] = [list(stash["r"]), list(stash["theta"])];
  const places = rs.length > 0 ? rs.map((r, row) => ({ r, theta: thetas[row] })) : own;
  return places.map((point: Fields) => {
    const [r, theta] = "p" in point ? [point["s"], point["p"]] : [point["r"], point["theta"]];
    const isNamed = fields(angularaxis)["type"] === "category";
    const degrees = "p" in point ? Number(theta) : (Number(theta) * 180) / Math.PI;
    return {
      r: along(fields(radialaxis), r),
      theta: along(fields(angularaxis), isNamed ? theta : degrees),
    };
  });
};

const onMap: Read = ({ points: own }) =>
  own.map(({ lonlat, z }) => {
    const [lon, lat] = list(lonlat).map(number);
    return { lon, lat, ...(z === undefined ? {} : { z: number(z) }) };
  });

/** Regions with a shape; the last row of a region covers the others. */
const regions: Read = ({ points: own }) => {
  const shaped = own.filter(({ geojson, fOut }) => fields(geojson ?? fOut)["type"] !== undefined);
  const seen = new Map(shaped.map(({ loc, z }) => [loc, z]));
  return [...seen].map(([loc, z]) => ({ locations: text(loc), z: number(z) }));
};

/** What a scene was given to draw, of the object that draws it. */
function inSpace(...properties: readonly string[]): Read {
  return ({ layout, full }) => {
    const scene = fields(fields(layout[String(full["scene"])])["_scene"]);
    const { data, mesh, dataPoints } = fields(fields(scene["traces"])[String(full["uid"])]);
    const scale = list(scene["dataScale"]).map(Number);
    const own = list(dataPoints ?? (full["type"] === "mesh3d" && fields(mesh)["positions"]) ?? []);
    if (full["type"] === "mesh3d" || full["type"] === "scatter3d") {
      return own.map((point) =>
        Object.fromEntries(
          list(point).map((at, axis) => ["xyz"[axis], number(Number(at) / (scale[axis] ?? 1))]),
        ),
      );
    }
    const columns = properties.map((name) => list(fields(data)[`_${name}`] ?? fields(data)[name]));
    const count = Number(full["_len"] ?? columns[0]?.length ?? 0);
    return Array.from({ length: count }, (_, row) =>
      Object.fromEntries(properties.map((name, at) => [name, number(columns[at]?.[row])])),
    );
  };
}

/** Slices stand for all rows of their label. */
const slices: Read = ({ points: own }) =>
  own.map(({ label, v, pts }) => ({
    labels: text(label),
    values: number(v),
    rows: list(pts).length,
  }));

const tree: Read = ({ points: own }) => {
  if (!(Number(fields(own[0]?.["hierarchy"])["value"]) > 0)) return [];
  const isMade = ({ hasImpliedRoot: implied, hasMultipleRoots: multiple }: Fields) =>
    implied === true || multiple === true;
  // A root of several roots is of nobody; an implied one is what its parts call their parent.
  const made = new Set(own.filter((one) => one["hasMultipleRoots"] === true).map(({ id }) => id));
  // Of two parts of one id Plotly draws one.
  const isSeen = new Set(own.map(({ id }) => id)).size === own.length;
  if (!isSeen) return [WRONG];
  return own
    .filter((part) => !isMade(part))
    .map(({ label, pid, v }) => ({
      labels: text(label),
      parents: made.has(pid) ? "" : text(pid),
      values: number(v),
    }));
};

const flows: Read = ({ points: [flow] }) => {
  const nodes = list(flow?.["_nodes"]).map(fields);
  const name = (end: unknown) =>
    text((typeof end === "number" ? nodes[end] : fields(end))?.["label"]);
  return list(flow?.["_links"])
    .map(fields)
    .map(({ source, target, value }) => ({
      "link.source": name(source),
      "link.target": name(target),
      "link.value": number(value),
    }));
};

/** Each path of parallel categories is as wide as it has rows. */
const paths: Read = ({ points: [model] }) =>
  Object.values(fields(model?.["paths"]))
    .map(fields)
    .flatMap(({ valueInds, count, categoryInds }) => {
      const names = list(model?.["dimensions"]).map((dimension, at) => {
        const category = list(fields(dimension)["categories"])[Number(list(categoryInds)[at])];
        return [`dimensions.${at}.values`, text(fields(category)["categoryValue"])] as const;
      });
      const isWide = count === list(valueInds).length;
      return list(valueInds).map((): Mark => (isWide ? Object.fromEntries(names) : WRONG));
    });

const axesInARow: Read = ({ full }) =>
  Array.from({ length: Number(full["_length"]) }, (_, row) =>
    Object.fromEntries(
      list(full["dimensions"]).map((dimension, at) => [
        `dimensions.${at}.values`,
        number(list(fields(dimension)["values"])[row]),
      ]),
    ),
  );

const pairs: Read = ({ layout, full }) => {
  const scene = fields(fields(layout["_splomScenes"])[String(full["uid"])]);
  const columns = list(fields(scene["matrixOptions"])["cdata"]).map(list);
  return Array.from({ length: columns[0]?.length ?? 0 }, (_, row) =>
    Object.fromEntries(
      columns.map((column, index) => [`dimensions.${index}.values`, number(column[row])]),
    ),
  );
};

const cells: Read = ({ full }) =>
  list(list(fields(full["cells"])["values"])[0]).map((value) => ({
    "cells.values.0": String(value),
  }));

const gl: Read = (trace) => {
  const { x, y } = fields(trace.points[0]?.["t"]);
  return list(x).map((value, row) => ({
    x: along(axisOf(trace, "x"), value),
    y: along(axisOf(trace, "y"), list(y)[row]),
  }));
};

/** By type of trace. */
const READ: Readonly<Record<string, Read>> = {
  bar: bars,
  barpolar: polar,
  box: samples,
  candlestick: candles,
  carpet: grid("a", "b", "y"),
  choropleth: regions,
  choroplethmap: regions,
  cone: inSpace("x", "y", "z", "u", "v", "w"),
  contour: grid("x", "y", "z"),
  contourcarpet: grid("a", "b", "z"),
  densitymap: onMap,
  funnel: bars,
  funnelarea: slices,
  heatmap: grid("x", "y", "z"),
  histogram: bins,
  histogram2d: binsOfTwo,
  histogram2dcontour: binsOfTwo,
  icicle: tree,
  image: lines,
  indicator: ({ points: [reading] }) => [{ value: number(reading?.["y"]) }],
  isosurface: inSpace("x", "y", "z", "value"),
  mesh3d: inSpace("x", "y", "z"),
  ohlc: points({ x: "pos", open: "o", high: "h", low: "l", close: "c" }),
  parcats: paths,
  parcoords: axesInARow,
  pie: slices,
  quiver: points({ x: "x", y: "y", u: "_u", v: "_v" }),
  sankey: flows,
  scatter: points({ x: "x", y: "y" }),
  scatter3d: inSpace("x", "y", "z"),
  scattercarpet: ({ points: own }) =>
    own.filter(({ vis }) => vis !== false).map(({ a, b }) => ({ a: number(a), b: number(b) })),
  scattergeo: onMap,
  scattergl: gl,
  scattermap: onMap,
  scatterpolar: polar,
  scatterpolargl: polar,
  scattersmith: points({ real: "real", imag: "imag" }),
  scatterternary: ({ points: own }) =>
    own.map(({ a, b, c }) => ({ a: number(a), b: number(b), c: number(c) })),
  splom: pairs,
  streamtube: inSpace("x", "y", "z", "u", "v", "w"),
  sunburst: tree,
  surface: lines,
  table: cells,
  treemap: tree,
  violin: samples,
  volume: inSpace("x", "y", "z", "value"),
  waterfall: steps,
};

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return ArrayBuffer.isView(value) && "length" in value
    ? Array.from(value as unknown as ArrayLike<unknown>)
    : [];
}

function number(value: unknown): number | undefined {
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : undefined;
}

/** Without the marks that keep a text from being read as markup or as a name of JavaScript. */
function text(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  return String(value)
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replaceAll("\u200B", "");
}
