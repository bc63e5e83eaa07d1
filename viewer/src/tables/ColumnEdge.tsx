import { LEAST_WIDTH, MOST_WIDTH, type ColumnWidths } from "./column-widths.js";

interface ColumnEdgeProps {
  readonly column: { readonly key: string; readonly header: string };
  readonly widths: ColumnWidths;
}

/** Pixels of one press of an arrow key, and of one with Shift. */
const [STEP, LEAP] = [10, 50];

/** The right edge of a column's head: it is pulled, or moved with arrow keys. */
export function ColumnEdge({ column: { key, header }, widths }: ColumnEdgeProps) {
  const { resize, drawn } = widths;

  function press(event: KeyboardEvent): void {
    const step = event.shiftKey ? LEAP : STEP;
    if (event.key === "ArrowLeft") resize(key, drawn(key) - step);
    else if (event.key === "ArrowRight") resize(key, drawn(key) + step);
    else if (event.key === "Home") resize(key, LEAST_WIDTH);
    else if (event.key === "Enter") resize(key);
    else return;
    event.preventDefault();
  }

  function pull({ clientX, currentTarget, pointerId }: PointerEvent): void {
    if (!(currentTarget instanceof HTMLElement)) return;
    const width = drawn(key);
    const follow = (event: PointerEvent) => resize(key, width + event.clientX - clientX);
    currentTarget.setPointerCapture(pointerId);
    currentTarget.addEventListener("pointermove", follow);
    currentTarget.addEventListener(
      "lostpointercapture",
      () => currentTarget.removeEventListener("pointermove", follow),
      { once: true },
    );
  }

  return (
    <span
      class="column-edge"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`Width of ${header}`}
      aria-valuemin={LEAST_WIDTH}
      aria-valuemax={MOST_WIDTH}
      aria-valuenow={Math.round(widths.widths?.get(key) ?? LEAST_WIDTH)}
      title="Pull to resize; double-click for the width of the content"
      onKeyDown={press}
      onPointerDown={pull}
      onDblClick={() => resize(key)}
    />
  );
}
