/** Checks the properties of a trace, or a layout, against Plotly's own schema. */
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { PropertyPath } from "../../contract/property-path.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Expression } from "../expression.js";
import { parseExpression } from "../expression.js";
import { kindOfValue } from "../schema/describe.js";
import { placeOf, placeOfKey } from "../schema/place.js";
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from "../yaml-node.js";
import type { Attribute, LeafAttribute, ObjectAttribute } from "./attribute.js";
import { attributeTable } from "./attribute-table.js";
import type { Scalar } from "./check-scalar.js";
import { checkScalar, spelledValue } from "./check-scalar.js";
import { expected } from "./expected.js";
import type { Change } from "./moves.js";
import { isCheckedIn10, nameOfNumbered, nearProperties, removedKey } from "./unknown-key.js";

export interface PropertySetting {
  /** Faults of values are warnings, since version 1.0 did not look at them. */
  readonly compat: boolean;
  /** A scalar with the environment filled in; undefined when a variable is missing, which is told elsewhere. */
  readonly read: (node: YamlScalar) => Scalar | null | undefined;
}

export interface CheckedProperties {
  /** In the order written. */
  readonly diagnostics: readonly Diagnostic[];
  /** What must be changed for Plotly to draw what is meant, in this order. */
  readonly changes: readonly Change[];
}

/** Checks `props`; `written` is the type as the author wrote it, `type` the one that is drawn. */
export function checkTraceProperties(
  props: YamlMap,
  type: string,
  written: string,
  setting: PropertySetting,
): CheckedProperties {
  const attributes = attributeTable().trace(type);
  if (!attributes) return { diagnostics: [], changes: [] };
  const owner = `a \`${type}\` trace`;
  const walk = new PropertyWalk({ owner, subject: written, lenientKeys: false }, setting);
  walk.object(props, attributes, []);
  return walk;
}

/** Expressions in a layout are not looked at: they are told elsewhere. A palette's name may stand for its colours. */
export function checkLayoutProperties(
  layout: YamlMap,
  setting: PropertySetting,
): CheckedProperties {
  const root = { owner: "a layout", subject: "layout", lenientKeys: setting.compat };
  const walk = new PropertyWalk(root, setting);
  walk.object(layout, attributeTable().layout, []);
  return walk;
}

/** What is walked through. */
interface Root {
  /** In messages: "a layout". */
  readonly owner: string;
  /** The trace's type as written, or `layout`. */
  readonly subject: string;
  readonly lenientKeys: boolean;
}

class PropertyWalk implements CheckedProperties {
  readonly diagnostics: Diagnostic[] = [];
  readonly changes: Change[] = [];
  private readonly table = attributeTable();

  constructor(
    private readonly root: Root,
    private readonly setting: PropertySetting,
  ) {}

  object(map: YamlMap, attribute: ObjectAttribute, path: PropertyPath): void {
    const renames: Change[] = [];
    for (const entry of map.entries) {
      if (this.isCheckedElsewhere(entry, path)) continue;
      const below = [...path, entry.key];
      const known = this.attributeOf(entry.key, attribute);
      if (known) this.value(entry.value, known, below);
      else renames.push(...this.unknownKey(map, entry, attribute, path));
    }
    // A shorthand inside is spelled out before something is moved beside it.
    this.changes.push(...renames);
  }

  /** The type of a trace, and a layout's palette. */
  private isCheckedElsewhere({ key, value }: YamlEntry, path: PropertyPath): boolean {
    if (path.length > 0) return false;
    return this.root.subject === "layout"
      ? key === "colorway" && value.kind === "scalar" && typeof value.value === "string"
      : key === "type";
  }

  private attributeOf(key: string, { keys }: ObjectAttribute): Attribute | undefined {
    if (Object.hasOwn(keys, key)) return this.at(keys[key]);
    const name = nameOfNumbered(key);
    const known = name !== undefined && Object.hasOwn(keys, name) ? this.at(keys[name]) : undefined;
    return known?.is === "object" && known.numbered ? known : undefined;
  }

  private at(place: number | undefined): Attribute | undefined {
    return place === undefined ? undefined : this.table.at(place);
  }

  /** A key that Plotly had once is moved or left out with a warning; yields the move. */
  private unknownKey(
    map: YamlMap,
    entry: YamlEntry,
    attribute: ObjectAttribute,
    path: PropertyPath,
  ): Change[] {
    const at = placeOfKey(map, entry);
    const from = [...path, entry.key];
    const property = label(from);
    const removed = removedKey(entry.key, attribute, path, this.root.subject);
    if (!removed) {
      this.reportUnknown(map, entry, attribute, path);
      return [];
    }
    const successor = removed.successor;
    const target = successor && this.attributeAt(successor, attribute);
    const to = [...path, ...(successor ?? [])];
    if (!successor || !target) {
      const hint = removed.hint;
      this.add(createDiagnostic("removed-property", { property }, { at, hint }));
    } else if (isWritten(map, successor)) {
      const hint = `Remove it: \`${label(to)}\` is given as well.`;
      this.add(createDiagnostic("removed-property", { property }, { at, hint }));
    } else {
      const values = { property, successor: label(to) };
      this.add(createDiagnostic("moved-property", values, { at }));
      this.value(entry.value, target, from);
      return [{ from, to }];
    }
    return [];
  }

  private attributeAt(steps: readonly string[], attribute: ObjectAttribute): Attribute | undefined {
    let found: Attribute | undefined = attribute;
    for (const step of steps) {
      found = found?.is === "object" ? this.attributeOf(step, found) : undefined;
    }
    return found;
  }

  private reportUnknown(
    map: YamlMap,
    entry: YamlEntry,
    attribute: ObjectAttribute,
    path: PropertyPath,
  ): void {
    const { key } = entry;
    const lenient = this.root.lenientKeys && (path.length === 0 || !isCheckedIn10(path));
    const owner = path.length === 0 ? this.root.owner : `\`${label(path)}\``;
    this.add(
      createDiagnostic(
        lenient ? "unknown-property-ignored" : "unknown-property",
        { property: key, owner },
        {
          at: placeOfKey(map, entry),
          hint: nearProperties(key, attribute, path, this.root.subject),
        },
      ),
    );
  }

  private value(node: YamlNode, attribute: Attribute, path: PropertyPath): void {
    if (node.kind === "scalar") this.scalar(node, attribute, path);
    else if (attribute.is === "object") {
      if (node.kind === "map") this.object(node, attribute, path);
      else this.wrongShape(node, attribute, path);
    } else if (attribute.is === "objects") this.objects(node, attribute, path);
    else if (node.kind === "list") this.list(node, attribute, path);
    else if (!takesMap(node, attribute)) this.wrongShape(node, attribute, path);
  }

  private objects(
    node: YamlMap | YamlList,
    attribute: Attribute & { is: "objects" },
    path: PropertyPath,
  ): void {
    if (node.kind === "map") {
      this.wrongShape(node, attribute, path, "Items of a list begin with `- `.");
      return;
    }
    const item = this.table.at(attribute.of);
    node.items.forEach((one, index) => this.value(one, item, [...path, index]));
  }

  private list(node: YamlList, attribute: LeafAttribute, path: PropertyPath): void {
    if (attribute.is === "any" || attribute.is === "data_array") return;
    if (attribute.is === "info_array") this.described(node, attribute, path);
    else if (attribute.is === "colorlist") this.each(node, { is: "color" }, path);
    else if (attribute.is === "colorscale") this.colourScale(node, path);
    else if (attribute.orList) this.points(node, attribute, path);
    else this.wrongShape(node, attribute, path);
  }

  private each(node: YamlList, attribute: LeafAttribute, path: PropertyPath): void {
    node.items.forEach((item, index) => this.value(item, attribute, [...path, index]));
  }

  /** One value for each point, or a list of them for each; Plotly takes texts and numbers more freely there. */
  private points(node: YamlList, attribute: LeafAttribute, path: PropertyPath): void {
    node.items.forEach((item, index) => {
      const below = [...path, index];
      if (item.kind === "list") this.points(item, attribute, below);
      else if (item.kind === "map") this.wrongShape(item, attribute, below);
      else if (!this.isDataInstead(item, attribute)) this.scalar(item, attribute, below);
    });
  }

  /** Numbers in a list of colours are places on a colour scale; sizes may lie out of bounds, as data do. */
  private isDataInstead(node: YamlScalar, attribute: LeafAttribute): boolean {
    const value = this.setting.read(node);
    if (attribute.is === "color") return value !== "" && !Number.isNaN(Number(value));
    return attribute.is === "number" && typeof value === "number";
  }

  private colourScale(node: YamlList, path: PropertyPath): void {
    node.items.forEach((pair, index) => {
      const below = [...path, index];
      if (pair.kind !== "list") {
        const hint = "Each step is a pair of a position from 0 to 1 and a colour.";
        this.wrongShape(pair, { is: "info_array", items: [] }, below, hint);
        return;
      }
      const [position, colour] = pair.items;
      if (position) this.value(position, { is: "number", least: 0, most: 1 }, [...below, 0]);
      if (colour) this.value(colour, { is: "color" }, [...below, 1]);
      if (pair.items.length !== 2) this.wrongLength(pair, 2, below);
    });
  }

  private described(
    node: YamlList,
    attribute: LeafAttribute & { is: "info_array" },
    path: PropertyPath,
  ): void {
    const { dimensions, anyLength, items } = attribute;
    if (dimensions === 2 || (dimensions === "1-2" && node.items[0]?.kind === "list")) {
      const { dimensions: _, ...row } = attribute;
      node.items.forEach((item, index) => this.value(item, row, [...path, index]));
      return;
    }
    const places = typeof items === "number" ? undefined : items;
    if (places && !anyLength && node.items.length !== places.length) {
      this.wrongLength(node, places.length, path);
    }
    node.items.forEach((item, index) => {
      const known = this.at(typeof items === "number" ? items : places?.[index]);
      if (known) this.value(item, known, [...path, index]);
    });
  }

  private scalar(node: YamlScalar, attribute: Attribute, path: PropertyPath): void {
    const value = this.setting.read(node);
    if (value === null || value === undefined) return;
    const expression = parseExpression(String(value));
    if (expression.kind === "broken") return;
    if (expression.kind === "query" || expression.kind === "column") {
      if (this.root.subject === "layout") return;
      this.expression(node, expression, attribute, path);
      return;
    }
    const text = this.shorthand(attribute, path);
    if (text) {
      this.scalar(node, text, [...path, "text"]);
      return;
    }
    if (attribute.is === "object" || attribute.is === "objects") {
      this.wrongShape(node, attribute, path);
      return;
    }
    this.leaf(node, value, attribute, path);
  }

  /** `title: Sales` means `title: { text: Sales }`. */
  private shorthand(attribute: Attribute, path: PropertyPath): Attribute | undefined {
    if (attribute.is !== "object" || !String(path.at(-1)).endsWith("title")) return undefined;
    const text = this.attributeOf("text", attribute);
    if (text) this.changes.push({ from: path, to: [...path, "text"] });
    return text;
  }

  private leaf(
    node: YamlScalar,
    value: Scalar,
    attribute: LeafAttribute,
    path: PropertyPath,
  ): void {
    const at = placeOf(node);
    const field = label(path);
    if (attribute.is === "subplotid" && attribute.default === "map") {
      const successor = /^mapbox(\d*)$/.exec(String(value))?.[1];
      if (successor !== undefined) {
        const values = { property: String(value), successor: `map${successor}` };
        this.add(createDiagnostic("moved-property", values, { at }));
        this.changes.push({ at: path, value: values.successor });
        return;
      }
    }
    const meant = spelledValue(attribute, value);
    if (meant !== value) this.changes.push({ at: path, value: meant });
    const fault = checkScalar(attribute, { value: meant, field, at });
    if (fault) this.valueFault(fault);
  }

  private expression(
    node: YamlScalar,
    expression: Expression & { kind: "query" | "column" },
    attribute: Attribute,
    path: PropertyPath,
  ): void {
    const text = this.shorthand(attribute, path);
    if (text) {
      this.expression(node, expression, text, path);
      return;
    }
    const written = String(this.setting.read(node)).trim();
    const isOne = expression.kind === "column" && expression.index !== undefined;
    const isMany = expression.kind === "column" && expression.slice !== undefined;
    const field = label(path);
    if (attribute.is === "object" || attribute.is === "objects") {
      this.wrongExpression(node, "an expression", attribute, path);
    } else if (isOne && TAKES_LIST.has(attribute.is)) {
      const at = placeOf(node);
      this.add(createDiagnostic("one-value-for-list", { field, text: written }, { at }));
    } else if (isMany && !attribute.orList && TAKES_ONE.has(attribute.is)) {
      this.wrongExpression(node, `the list \`${written}\``, attribute, path);
    }
  }

  private wrongExpression(
    node: YamlScalar,
    got: string,
    attribute: Attribute,
    path: PropertyPath,
  ): void {
    const values = { field: label(path), expected: expected(attribute), got };
    this.valueFault(createDiagnostic("wrong-type", values, { at: placeOf(node) }));
  }

  private wrongLength(node: YamlList, wanted: number, path: PropertyPath): void {
    const values = { field: label(path), wanted, length: node.items.length };
    this.valueFault(createDiagnostic("wrong-length", values, { at: placeOf(node) }));
  }

  private wrongShape(
    node: YamlNode,
    attribute: Attribute,
    path: PropertyPath,
    hint?: string,
  ): void {
    const values = { field: label(path), expected: expected(attribute), got: kindOfValue(node) };
    this.valueFault(createDiagnostic("wrong-type", values, { at: placeOf(node), hint }));
  }

  private valueFault(fault: Diagnostic): void {
    if (!this.setting.compat) {
      this.add(fault);
      return;
    }
    const { message: reason, at, hint } = fault;
    this.add(createDiagnostic("property-value-ignored", { reason }, { at, hint }));
  }

  private add(diagnostic: Diagnostic): void {
    this.diagnostics.push(diagnostic);
  }
}

const TAKES_ONE: ReadonlySet<string> = new Set([
  "boolean",
  "number",
  "integer",
  "angle",
  "string",
  "color",
  "enumerated",
  "flaglist",
  "subplotid",
]);
const TAKES_LIST: ReadonlySet<string> = new Set([
  "data_array",
  "info_array",
  "colorlist",
  "colorscale",
]);

/** Lists of numbers may be given as `{ dtype, bdata }`. */
function takesMap(map: YamlMap, attribute: LeafAttribute): boolean {
  if (attribute.is === "any") return true;
  const packed = map.get("bdata") !== undefined && map.get("dtype") !== undefined;
  return packed && (attribute.orList === true || TAKES_LIST.has(attribute.is));
}

function isWritten(map: YamlMap, steps: readonly string[]): boolean {
  let found: YamlNode | undefined = map;
  for (const step of steps) found = found?.kind === "map" ? found.get(step)?.value : undefined;
  return found !== undefined;
}

/** `["dimensions", 0, "label"]` → `dimensions[0].label`. */
function label(path: PropertyPath): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`,
    "",
  );
}
