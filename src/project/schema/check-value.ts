import type { Diagnostic } from "../../contract/diagnostic.js";
import { parseExpression } from "../expression.js";
import type { YamlMap, YamlNode } from "../yaml-node.js";
import { checkNumber } from "./check-number.js";
import { checkReference } from "./check-reference.js";
import {
  checkBoolean,
  checkChoice,
  checkColumnType,
  checkBytes,
  checkDuration,
  checkLanguage,
  checkLink,
  checkName,
  checkText,
  checkTimeZone,
} from "./check-scalar.js";
import { checkLate } from "./check-late.js";
import { checkSql } from "./check-sql.js";
import { checkTestExpression } from "./check-test-expression.js";
import type { Checker } from "./checker.js";
import { configOf } from "./config-value.js";
import { expectation } from "./describe.js";
import type { FieldType, TypeNamed } from "./field.js";

/** How each type is read from YAML; undefined means that the value is wrong and has been reported. */
const CHECKS: {
  readonly [Is in FieldType["is"]]: (
    type: TypeNamed<Is>,
    node: YamlNode,
    checker: Checker,
  ) => unknown;
} = {
  text: checkText,
  name: checkName,
  choice: checkChoice,
  number: checkNumber,
  boolean: checkBoolean,
  false: (type, node, checker) => (checkBoolean(type, node, checker) === false ? false : undefined),
  link: checkLink,
  bytes: checkBytes,
  duration: checkDuration,
  timeZone: checkTimeZone,
  language: checkLanguage,
  columnType: checkColumnType,
  list: checkList,
  map: (type, node, checker) => {
    const map = checkMap(type, node, checker);
    if (!map) return undefined;
    const values = map.entries.map(
      ({ key, value }) =>
        [key, checker.within(key, () => checkValue(type.of, value, checker))] as const,
    );
    return new Map(values.filter(([, value]) => value !== undefined));
  },
  object: (type, node, checker) => {
    const map = checkMap(type, node, checker);
    return map && checker.fields(map, type.fields, type.what);
  },
  either: checkEither,
  reference: checkReference,
  sql: checkSql,
  maps: checkMaps,
  "free map": checkMap,
  config: (_type, node) => configOf(node),
  "test expression": checkTestExpression,
  late: checkLate,
};

export function checkValue(type: FieldType, node: YamlNode, checker: Checker): unknown {
  // The table's key and the type's name are the same, which an index by a union cannot express.
  const check = CHECKS[type.is] as (type: FieldType, node: YamlNode, checker: Checker) => unknown;
  return check(type, node, checker);
}

function checkList(type: TypeNamed<"list">, node: YamlNode, checker: Checker): unknown {
  if (node.kind !== "list") {
    if (type.lone && node.kind === "scalar") {
      const value = checkValue(type.of, node, checker);
      return value === undefined ? undefined : [value];
    }
    checker.wrongType(node, expectation(type), "Items of a list begin with `- `.");
    return undefined;
  }
  return node.items
    .map((item, index) => checker.within(index, () => checkValue(type.of, item, checker)))
    .filter((value) => value !== undefined);
}

function checkMap(type: FieldType, node: YamlNode, checker: Checker): YamlMap | undefined {
  if (node.kind === "map") return node;
  checker.wrongType(node, expectation(type), mapHint(type, node));
  return undefined;
}

function mapHint(type: FieldType, node: YamlNode): string | undefined {
  if (node.kind === "list") return "Write its keys without `- ` before them.";
  if (node.kind !== "scalar" || typeof node.value !== "string") return undefined;
  const isReference = parseExpression(node.value).kind === "reference";
  if (type.is === "free map" && type.what === "item" && isReference)
    return `Say what it is, such as \`chart: ${node.value.trim()}\`.`;
  return "Write its fields as `key: value`, each in a line of its own.";
}

function checkMaps(
  type: TypeNamed<"maps">,
  node: YamlNode,
  checker: Checker,
): (YamlMap | undefined)[] | undefined {
  if (node.kind !== "list") {
    checker.wrongType(node, expectation(type), `Each ${type.what} begins with \`- \`.`);
    return undefined;
  }
  const isMap = { is: "free map", what: type.what } as const;
  return node.items.map((item, index) =>
    checker.within(index, () => checkMap(isMap, item, checker)),
  );
}

/**
 * The first type that fits. When none does: what a type finds wrong that takes such values at all, such as a number
 * that is too small, else what all of them expect.
 */
function checkEither(type: TypeNamed<"either">, node: YamlNode, checker: Checker): unknown {
  let nearly: readonly Diagnostic[] | undefined;
  for (const one of type.of) {
    const { result, faults } = checker.tried(() => checkValue(one, node, checker));
    if (result !== undefined && faults.length === 0) return result;
    const isNearly = faults.length > 0 && faults.every(({ code }) => code !== "wrong-type");
    if (isNearly) nearly ??= faults;
  }
  const sameShape = type.of.filter((one) => (one.is === "list") === (node.kind === "list"));
  const only = sameShape.length === 1 ? sameShape[0] : undefined;
  if (only && node.kind === "list") return checkValue(only, node, checker);
  const hint = `It needs ${expectation(type)}.`;
  for (const fault of nearly ?? []) {
    const isVague = fault.code === "wrong-choice" && !fault.hint?.startsWith("Did you mean");
    checker.add(isVague ? { ...fault, hint } : fault);
  }
  if (!nearly) checker.wrongType(node, expectation(type));
  return undefined;
}
