/** Conditions of three values, and choices: alike in all dialects, but for what values become. */
import type { CubeCall } from "../../contract/cube.js";
import { TRUTH, type Cell, type Kind } from "./kind.js";
import { unproved } from "./refused.js";
import type { Common, Rules } from "./rules.js";

/** Makes a value when it is needed: a branch that is not taken must not fail. */
export type Late = () => Cell;

/** An operation that decides which of its operands are computed. */
export interface Choice {
  readonly kind: Kind;
  readonly of: (values: readonly Late[]) => Cell;
}

const COMPARISONS: Readonly<Partial<Record<CubeCall, (compared: number) => boolean>>> = {
  "=": (compared) => compared === 0,
  "<>": (compared) => compared !== 0,
  "<": (compared) => compared < 0,
  "<=": (compared) => compared <= 0,
  ">": (compared) => compared > 0,
  ">=": (compared) => compared >= 0,
};

/** Undefined for operations that compute with numbers. */
export function choiceOf(call: CubeCall, kinds: readonly Kind[], rules: Rules): Choice | undefined {
  const passes = COMPARISONS[call];
  if (passes) return comparison(kinds, rules, passes);
  switch (call) {
    case "and":
    case "or":
      return connective(kinds, call === "or");
    case "not":
      requireTruth(kinds);
      return truth(([value]) => negation(value?.() ?? null));
    case "is null":
      return truth(([value]) => (value?.() ?? null) === null);
    case "is not null":
      return truth(([value]) => (value?.() ?? null) !== null);
    case "coalesce":
      return branches(kinds, rules, (values) => {
        for (const value of values) {
          const cell = value();
          if (cell !== null) return cell;
        }
        return null;
      });
    case "nullif":
      return nullIf(kinds, rules);
    case "case":
      return caseOf(kinds, rules);
    default:
      return undefined;
  }
}

function truth(of: Choice["of"]): Choice {
  return { kind: TRUTH, of };
}

function requireTruth(kinds: readonly Kind[]): void {
  if (kinds.some(({ is }) => is !== "truth" && is !== "nothing")) {
    throw unproved("a number or text as a condition");
  }
}

function comparison(
  [one, other]: readonly Kind[],
  rules: Rules,
  passes: (compared: number) => boolean,
): Choice {
  if (!one || !other) throw new Error("A comparison needs two operands");
  if (one.is === "nothing" || other.is === "nothing") return truth(() => null);
  const compare = rules.comparison(one, other);
  return truth(([left, right]) => {
    const [a, b] = [left?.() ?? null, right?.() ?? null];
    return a === null || b === null ? null : passes(compare(a, b));
  });
}

/** `decisive` is the value that decides whatever the others are. */
function connective(kinds: readonly Kind[], decisive: boolean): Choice {
  requireTruth(kinds);
  return truth((values) => {
    let unknown = false;
    for (const value of values) {
      const cell = value();
      if (cell === decisive) return decisive;
      unknown ||= cell === null;
    }
    return unknown ? null : !decisive;
  });
}

function negation(cell: Cell): Cell {
  return cell === null ? null : cell !== true;
}

/** The operands between which `pick` chooses become of one kind. */
function branches(kinds: readonly Kind[], rules: Rules, pick: Choice["of"]): Choice {
  const { kind, from } = commonOf(kinds, rules);
  const converted = kinds.map(from);
  return {
    kind,
    of: (values) => pick(values.map((value, at) => () => converted[at]?.(value()) ?? null)),
  };
}

function commonOf(kinds: readonly Kind[], rules: Rules): Common {
  const some = kinds.filter(({ is }) => is !== "nothing");
  if (some.length === 0) throw unproved("NULL alone");
  return rules.common(some);
}

function nullIf([one, other]: readonly Kind[], rules: Rules): Choice {
  if (!one || !other) throw new Error("`nullif` needs two operands");
  if (one.is === "nothing") throw unproved("`nullif` of NULL");
  const equal = comparison([one, other], rules, (compared) => compared === 0);
  const { kind, from } = rules.nullIf?.(one, other) ?? { kind: one, from: undefined };
  const convert = from?.(one);
  return {
    kind,
    of(values) {
      const cell = values[0]?.() ?? null;
      if (cell === null || equal.of([() => cell, values[1] ?? (() => null)]) === true) return null;
      return convert ? convert(cell) : cell;
    },
  };
}

/** Pairs of condition and value, then the value of the rest. */
function caseOf(kinds: readonly Kind[], rules: Rules): Choice {
  const rest = kinds.length - 1;
  const isCondition = (at: number) => at < rest && at % 2 === 0;
  requireTruth(kinds.filter((_, at) => isCondition(at)));
  const values = kinds.filter((_, at) => !isCondition(at));
  const { kind, from } = commonOf(values, rules);
  const converted = kinds.map((one, at) => (isCondition(at) ? undefined : from(one)));
  return {
    kind,
    of(operands) {
      let taken = rest;
      for (let at = 0; at < rest && taken === rest; at += 2) {
        if (operands[at]?.() === true) taken = at + 1;
      }
      return converted[taken]?.(operands[taken]?.() ?? null) ?? null;
    },
  };
}
