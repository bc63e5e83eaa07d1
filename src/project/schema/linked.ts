/**
 * Objects behind references, for building: whatever an object refers to was linked and made before
 * it.
 */
import type { Kind, ProjectObject } from "../objects.js";
import type { Reference } from "./declaration.js";

/** The objects of a kind. */
export type ObjectOf<K extends Kind> = Extract<ProjectObject, { kind: K }>;

/** The object that a reference points to; undefined when there is none, which was reported then. */
export function target<K extends Kind>(
  reference: Reference | undefined,
  kind: K,
): ObjectOf<K> | undefined {
  const declared = reference?.target;
  if (!declared || !("object" in declared) || declared.object?.kind !== kind) return undefined;
  // The kind was just compared; TypeScript does not narrow a union by a type parameter.
  return declared.object as ObjectOf<K>;
}

/** The same for a list, without those that point to nothing. */
export function targets<K extends Kind>(
  references: readonly Reference[] | undefined,
  kind: K,
): ObjectOf<K>[] {
  return (references ?? []).flatMap((reference) => target(reference, kind) ?? []);
}
