import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Declaration, Reference } from "../schema/declaration.js";
import { placeOfReference } from "../schema/place.js";

interface Visit {
  readonly declaration: Declaration;
  /** Position of the next reference to follow. */
  next: number;
}

/**
 * Dependencies before those that use them. A reference that closes a circle is reported and cut, so
 * that everything after this can follow references without care. Takes no stack, however long a
 * chain is.
 */
export function inDependencyOrder(
  declarations: readonly Declaration[],
  diagnostics: Diagnostic[],
): Declaration[] {
  const order: Declaration[] = [];
  const state = new Map<Declaration, "open" | "done">();
  for (const first of declarations) {
    if (state.has(first)) continue;
    const visits: Visit[] = [];
    const open = (declaration: Declaration): void => {
      state.set(declaration, "open");
      visits.push({ declaration, next: 0 });
    };
    open(first);
    for (let visit = visits.at(-1); visit; visit = visits.at(-1)) {
      const reference = visit.declaration.references[visit.next++];
      if (!reference) {
        state.set(visit.declaration, "done");
        order.push(visit.declaration);
        visits.pop();
        continue;
      }
      const target = dependencyBehind(reference, visit.declaration);
      if (!target) continue;
      const seen = state.get(target);
      if (seen === "open") cut(reference, target, visits, diagnostics);
      else if (!seen) open(target);
    }
  }
  return order;
}

/**
 * What an object cannot be made without. What a selector shows or hides is none of that, except for
 * traces, whose series are its options; and a source only knows others by name.
 */
export function dependencyBehind(
  reference: Reference,
  owner: Declaration,
): Declaration | undefined {
  const { target } = reference;
  if (!target || !("references" in target)) return undefined;
  if (owner.kind === "source") return undefined;
  if (owner.kind === "selector" && target.kind !== "trace") return undefined;
  return target;
}

function cut(
  reference: Reference,
  target: Declaration,
  visits: readonly Visit[],
  diagnostics: Diagnostic[],
): void {
  const start = visits.findIndex(({ declaration }) => declaration === target);
  const names = visits.slice(start).map(({ declaration }) => declaration.name);
  const fault = createDiagnostic(
    "cycle",
    { names: [...names, target.name] },
    { at: placeOfReference(reference) },
  );
  diagnostics.push(fault);
  reference.problems.push(fault);
  delete reference.target;
}
