/** What Plotly 2.35, which drew the charts of version 1.0, knew and today's Plotly does not. */

/** Whose property a key was. */
export interface RemovedKey {
  readonly key: string;
  /** Where it is read from now, below the same mapping; absent when nothing took its place. */
  readonly successor?: readonly string[];
  /**
   * The mapping that holds it: its path without positions in lists and numbers of subplots. Absent:
   * any.
   */
  readonly holder?: RegExp;
  /** Only in traces of these types, as written, or only in the layout. */
  readonly only?: readonly string[];
  /** Takes the place of the catalogue's. */
  readonly hint?: string;
}

const ROOT = /^$/;

/** Those with a successor apply only where the mapping has such a property. */
export const REMOVED_KEYS: readonly RemovedKey[] = [
  { key: "titlefont", successor: ["title", "font"] },
  { key: "titleside", successor: ["title", "side"] },
  { key: "titleposition", successor: ["title", "position"] },
  { key: "titleoffset", successor: ["title", "offset"] },
  { key: "bardir", holder: ROOT, successor: ["orientation"] },
  { key: "zauto", holder: ROOT, only: ["surface"], successor: ["cauto"] },
  { key: "zmin", holder: ROOT, only: ["surface"], successor: ["cmin"] },
  { key: "zmax", holder: ROOT, only: ["surface"], successor: ["cmax"] },
  { key: "mapbox", holder: ROOT, only: ["layout"], successor: ["map"] },
  { key: "stream", holder: ROOT },
  {
    key: "transforms",
    holder: ROOT,
    hint: "Filter, group and order with the trace's `filters`, `cohort_on` and `order_by`.",
  },
  { key: "opacity", holder: /^error_[xyz]$/, hint: "Use a `color` such as `rgba(0, 0, 0, 0.5)`." },
  { key: "shape", holder: /^line$/, only: ["scatterpolargl"] },
  { key: "indices", holder: ROOT, only: ["pointcloud"] },
  { key: "xy", holder: ROOT, only: ["pointcloud"], hint: "Give `x` and `y`." },
  { key: "xbounds", holder: ROOT, only: ["pointcloud"] },
  { key: "ybounds", holder: ROOT, only: ["pointcloud"] },
  { key: "blend", holder: /^marker$/, only: ["pointcloud"] },
  { key: "border", holder: /^marker$/, only: ["pointcloud"], hint: "Use `marker.line`." },
  { key: "sizemax", holder: /^marker$/, only: ["pointcloud"] },
  { key: "hidesources", holder: ROOT, only: ["layout"] },
  { key: "ref", holder: /^annotations$/, only: ["layout"], hint: "Use `xref` and `yref`." },
  { key: "cameraposition", holder: /^scene$/, only: ["layout"], hint: "Use `camera`." },
  { key: "autotick", holder: /^[xy]axis$/, only: ["layout"], hint: "Use `tickmode`." },
  { key: "accesstoken", holder: /^(mapbox|map)$/, only: ["layout"] },
];

/**
 * Keys of a layout's root that version 1.0 checked; it let any other pass with whatever stood below
 * it.
 */
export const CHECKED_IN_1_0: ReadonlySet<string> = new Set(
  `activeselection activeshape annotations autosize autotypenumbers barcornerradius calendar clickmode coloraxis
  colorscale colorway computed datarevision dragmode editrevision geo grid height hidesources hoverdistance hoverlabel
  hovermode images legend mapbox margin meta minreducedheight minreducedwidth modebar newselection newshape
  paper_bgcolor plot_bgcolor polar scene selectdirection selectionrevision selections separators shapes showlegend
  sliders smith spikedistance template ternary title transition uirevision uniformtext updatemenus width xaxis
  yaxis`.split(/\s+/),
);
