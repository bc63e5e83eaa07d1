/** The value of a design token, such as `--surface`. */
export type ReadToken = (name: string) => string;

/** Reads custom properties of the page. */
export function tokenReader(element: Element): ReadToken {
  const styles = getComputedStyle(element);
  return (name) => styles.getPropertyValue(name).trim();
}
