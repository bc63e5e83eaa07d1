import type { Target } from "../schema/declaration.js";

/**
 * What one reference may mean: `show`, `explain` and tests take the first, selectors the second. The
 * third stand side by side in addresses.
 */
const NAMESPACES: readonly ReadonlySet<Target>[] = [
  new Set(["model", "trace"]),
  new Set(["trace", "chart", "table", "row", "item"]),
  new Set(["selector", "input"]),
];

interface Named {
  readonly name: string;
  readonly kind: Target;
}

/** Things by name; two may share one where no reference could mean both. */
export class Names<T extends Named> {
  readonly #byKey = new Map<string, T[]>();

  constructor(private readonly keyOf: (name: string) => string) {}

  add(named: T): void {
    const key = this.keyOf(named.name);
    const known = this.#byKey.get(key);
    if (known) known.push(named);
    else this.#byKey.set(key, [named]);
  }

  /** The one whose name another may not have besides. */
  rival({ name, kind }: Named): T | undefined {
    return this.#byKey.get(this.keyOf(name))?.find((other) => mayBeTaken(kind, other.kind));
  }

  /**
   * The one of that name, also by its case: of the first kind in `to` that has one, else of any
   * kind.
   */
  find(name: string, to: readonly Target[]): T | undefined {
    const found = this.#byKey.get(this.keyOf(name))?.filter((one) => one.name === name) ?? [];
    for (const kind of to) {
      const meant = found.find((one) => one.kind === kind);
      if (meant) return meant;
    }
    return found[0];
  }
}

function mayBeTaken(kind: Target, other: Target): boolean {
  return kind === other || NAMESPACES.some((kinds) => kinds.has(kind) && kinds.has(other));
}
