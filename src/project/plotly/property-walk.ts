/**
 * Walks through written properties beside Plotly's attributes, reports what does not fit and notes
 * what must move.
 */
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { type Expression, parseExpression } from "../expression.js";
import { kindOfValue } from "../schema/describe.js";
import { placeOf, placeOfKey } from "../schema/place.js";
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from "../yaml-node.js";
import type {
  Attribute,
  LeafAttribute,
  ObjectAttribute,
  ObjectsAttribute,
  Place,
} from "./attribute.js";
import { attributeTable } from "./attribute-table.js";
import { checkExpression, LISTS } from "./check-expression.js";
import { checkFormat } from "./check-format.js";
import { checkList, type ListWalk } from "./check-list.js";
import { checkScalar, type Scalar, spelledValue } from "./check-scalar.js";
import { expected } from "./expected.js";
import type { Change } from "./moves.js";
import { propertyLabel } from "./property-label.js";
import { isCheckedIn10, nameOfNumbered, nearProperties, removedKey } from "./unknown-key.js";

export interface PropertySetting {
  /** Faults of values are warnings, since version 1.0 did not look at them. */
  readonly compat: boolean;
  /**
   * A scalar with the environment filled in; undefined when a variable is missing, which is
   * reported elsewhere.
   */
  readonly read: (node: YamlScalar) => Scalar | null | undefined;
}

export interface CheckedProperties {
  readonly diagnostics: readonly Diagnostic[];
  /** What must be changed for Plotly to draw what is meant, in this order. */
  readonly changes: readonly Change[];
}

/** What is walked through. */
export interface WalkRoot {
  /** In messages: "a layout". */
  readonly owner: string;
  /** The trace's type as written, or `layout`. */
  readonly subject: string;
  /** Unknown keys are warnings where version 1.0 let them pass. */
  readonly lenientKeys: boolean;
}

/** Good for one `check`: its diagnostics and changes add up. */
export class PropertyWalk implements ListWalk {
  private readonly diagnostics: Diagnostic[] = [];
  private readonly changes: Change[] = [];
  private readonly table = attributeTable();
  /** Where the walk stands. */
  private readonly path: (string | number)[] = [];

  constructor(
    private readonly root: WalkRoot,
    private readonly setting: PropertySetting,
  ) {}

  check(map: YamlMap, attribute: ObjectAttribute): CheckedProperties {
    this.object(map, attribute);
    return { diagnostics: this.diagnostics, changes: this.changes };
  }

  read(node: YamlScalar): Scalar | null | undefined {
    return this.setting.read(node);
  }

  at(place: Place): Attribute {
    return this.table.at(place);
  }

  private object(map: YamlMap, attribute: ObjectAttribute): void {
    const moves: Change[] = [];
    for (const entry of map.entries) {
      if (this.isCheckedElsewhere(entry)) continue;
      const known = this.attributeOf(entry.key, attribute);
      if (known) this.below(entry.key, entry.value, known);
      else moves.push(...this.unknownKey(map, entry, attribute));
    }
    // A shorthand inside is spelled out before something is moved beside it.
    this.changes.push(...moves);
  }

  /** The type of a trace, and the name of a layout's palette. */
  private isCheckedElsewhere({ key, value }: YamlEntry): boolean {
    if (this.path.length > 0) return false;
    if (this.root.subject !== "layout") return key === "type";
    return key === "colorway" && value.kind === "scalar" && typeof this.read(value) === "string";
  }

  private attributeOf(key: string, { keys }: ObjectAttribute): Attribute | undefined {
    const place = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (place !== undefined) return this.at(place);
    const name = nameOfNumbered(key);
    const first = name !== undefined && Object.hasOwn(keys, name) ? keys[name] : undefined;
    const numbered = first === undefined ? undefined : this.at(first);
    return numbered?.is === "object" && numbered.numbered ? numbered : undefined;
  }

  private attributeAt(steps: readonly string[], attribute: ObjectAttribute): Attribute | undefined {
    return steps.reduce<Attribute | undefined>(
      (found, step) => (found?.is === "object" ? this.attributeOf(step, found) : undefined),
      attribute,
    );
  }

  /** A key that Plotly had once is moved or left out with a warning; yields the move. */
  private unknownKey(map: YamlMap, entry: YamlEntry, attribute: ObjectAttribute): Change[] {
    const { key } = entry;
    const path = [...this.path];
    const { subject } = this.root;
    const at = placeOfKey(map, entry);
    const from = [...path, key];
    const property = propertyLabel(from);
    const removed = removedKey(key, attribute, path, subject);
    if (!removed) {
      const lenient = this.root.lenientKeys && (path.length === 0 || !isCheckedIn10(path));
      const code = lenient ? "unknown-property-ignored" : "unknown-property";
      const owner = path.length === 0 ? this.root.owner : `\`${propertyLabel(path)}\``;
      const hint = nearProperties(key, attribute, path, subject);
      this.add(createDiagnostic(code, { property: key, owner }, { at, hint }));
      return [];
    }
    const { successor } = removed;
    const target = successor && this.attributeAt(successor, attribute);
    if (!target) {
      this.add(createDiagnostic("removed-property", { property }, { at, hint: removed.hint }));
      return [];
    }
    const to = [...path, ...successor];
    if (isWritten(map, successor)) {
      const hint = `Remove it: \`${propertyLabel(to)}\` is given as well.`;
      this.add(createDiagnostic("removed-property", { property }, { at, hint }));
      return [];
    }
    const values = { property, successor: propertyLabel(to) };
    this.add(createDiagnostic("moved-property", values, { at }));
    this.below(key, entry.value, target);
    return [{ from, to }];
  }

  below(step: string | number, node: YamlNode, attribute: Attribute): void {
    this.path.push(step);
    this.value(node, attribute);
    this.path.pop();
  }

  within(step: string | number, run: () => void): void {
    this.path.push(step);
    run();
    this.path.pop();
  }

  private value(node: YamlNode, attribute: Attribute): void {
    if (node.kind === "scalar") this.scalar(node, attribute);
    else if (attribute.is === "object") {
      if (node.kind === "map") this.object(node, attribute);
      else this.wrongShape(node, attribute, "Write its keys without `- ` before them.");
    } else if (attribute.is === "objects") this.objects(node, attribute);
    else if (node.kind === "list") {
      checkList(node, attribute, this);
      if (attribute.is === "data_array") this.formats(node);
    } else if (!takesMap(node, attribute)) this.wrongShape(node, attribute);
  }

  /** Formats of the columns of a `table` trace. */
  private formats(node: YamlList): void {
    for (const item of node.items) {
      const value = item.kind === "scalar" ? this.read(item) : undefined;
      if (item.kind !== "scalar" || typeof value !== "string") continue;
      const fault = checkFormat(value, item, this.path);
      if (fault) this.valueFault(fault);
    }
  }

  private objects(node: YamlMap | YamlList, attribute: ObjectsAttribute): void {
    if (node.kind === "map") {
      this.wrongShape(node, attribute, "Items of a list begin with `- `.");
      return;
    }
    const item = this.at(attribute.of);
    node.items.forEach((one, index) => this.below(index, one, item));
  }

  scalar(node: YamlScalar, attribute: Attribute): void {
    const value = this.read(node);
    if (value === null || value === undefined) return;
    const expression = typeof value === "string" ? parseExpression(value) : PLAIN;
    if (expression.kind === "broken") return;
    const isData = expression.kind === "query" || expression.kind === "column";
    if (isData && this.root.subject === "layout") return;
    const text = this.shorthand(attribute);
    if (text) this.within("text", () => this.scalar(node, text));
    else if (isData) {
      const written = { expression, text: String(value).trim(), node, path: this.path };
      const fault = checkExpression(attribute, written);
      if (fault) this.valueFault(fault);
    } else if (attribute.is === "object" || attribute.is === "objects") {
      this.wrongShape(node, attribute);
    } else this.leaf(node, value, attribute);
  }

  /** `title: Sales` means `title: { text: Sales }`. */
  private shorthand(attribute: Attribute): Attribute | undefined {
    if (attribute.is !== "object" || !String(this.path.at(-1)).endsWith("title")) return undefined;
    const text = this.attributeOf("text", attribute);
    if (text) this.changes.push({ from: [...this.path], to: [...this.path, "text"] });
    return text;
  }

  private leaf(node: YamlScalar, value: Scalar, attribute: LeafAttribute): void {
    const successor = renamedSubplot(attribute, value);
    const meant = successor ?? spelledValue(attribute, value, node);
    if (successor !== undefined) {
      const values = { property: String(value), successor };
      this.add(createDiagnostic("moved-property", values, { at: placeOf(node) }));
    }
    if (meant !== value) this.changes.push({ at: [...this.path], value: meant });
    const fault = checkScalar(attribute, { value: meant, node, path: this.path });
    if (fault) this.valueFault(fault);
  }

  wrongLength(node: YamlList, wanted: number): void {
    const values = { field: propertyLabel(this.path), wanted, length: node.items.length };
    this.valueFault(createDiagnostic("wrong-length", values, { at: placeOf(node) }));
  }

  wrongShape(node: YamlNode, attribute: Attribute, hint?: string): void {
    const words = { expected: expected(attribute), got: kindOfValue(node) };
    const values = { field: propertyLabel(this.path), ...words };
    this.valueFault(createDiagnostic("wrong-type", values, { at: placeOf(node), hint }));
  }

  private valueFault(fault: Diagnostic): void {
    if (!this.setting.compat || fault.severity === "warning") {
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

const PLAIN: Expression = { kind: "text" };

/** Lists of numbers may be written as `{ dtype, bdata }`. */
function takesMap(map: YamlMap, attribute: LeafAttribute): boolean {
  if (attribute.is === "any") return true;
  const packed = map.get("bdata") !== undefined && map.get("dtype") !== undefined;
  return packed && (attribute.orList === true || LISTS.has(attribute.is));
}

/** `map2` of `mapbox2`; undefined for any other value. */
function renamedSubplot(attribute: LeafAttribute, value: Scalar): string | undefined {
  if (attribute.is !== "subplotid" || attribute.default !== "map") return undefined;
  const number = /^mapbox(\d*)$/.exec(String(value))?.[1];
  return number === undefined ? undefined : `map${number}`;
}

function isWritten(map: YamlMap, steps: readonly string[]): boolean {
  let found: YamlNode | undefined = map;
  for (const step of steps) found = found?.kind === "map" ? found.get(step)?.value : undefined;
  return found !== undefined;
}
