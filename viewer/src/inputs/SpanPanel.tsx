import { useState } from "preact/hooks";
import type { SpanInput } from "../../../src/contract/input.js";
import { useApp } from "../app/context.js";
import type { PanelProps } from "./panel.js";
import { extentOf, isSameNumber, spanOf } from "./spans.js";

/** Two numbers, which are taken to the ends of the steps around them. */
export function SpanPanel({ page, input }: PanelProps<SpanInput>) {
  const { plain } = useApp().formatter.value.numbers;
  const { name, step } = input;
  const { choice } = page.filter(name);
  /** What was written last, where another number had to be taken for it. */
  const [moved, setMoved] = useState<{ readonly written: string; readonly taken: string }>();
  const extent = extentOf(input, page.values(name).values);
  const chosen = choice?.is === "span" ? choice : undefined;
  const { from, to } = chosen ?? extent ?? { from: "", to: "" };
  if (!extent) return <p class="choices-note">There are no numbers.</p>;

  function choose(end: "from" | "to", value: string): void {
    if (!extent) return;
    const span = spanOf(input, extent, { from, to, [end]: value });
    const taken = (span?.is === "span" ? span : extent)[end];
    const isTaken = value === "" || isSameNumber(value, taken);
    setMoved(isTaken ? undefined : { written: value, taken });
    page.choose(name, span);
  }

  const ends = { step, extent };
  return (
    <>
      <div class="choices-ends">
        <End label="From" value={from} onChange={(value) => choose("from", value)} {...ends} />
        <End label="Below" value={to} onChange={(value) => choose("to", value)} {...ends} />
      </div>
      <p class="choices-note" role="status">
        {moved && `${moved.written} is taken as ${moved.taken}.`}
      </p>
      <p class="choices-note">
        {plain(extent.from)} to {plain(extent.to)} in steps of {plain(step)}
      </p>
      <div class="choices-head">
        <button
          type="button"
          class="link-button"
          disabled={!choice}
          onClick={() => page.choose(name, undefined)}
        >
          All
        </button>
      </div>
    </>
  );
}

interface EndProps {
  readonly label: string;
  readonly step: string;
  readonly extent: { readonly from: string; readonly to: string };
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function End({ label, step, extent, value, onChange }: EndProps) {
  return (
    <label class="choices-end">
      <span>{label}</span>
      <input
        type="number"
        inputMode="decimal"
        step={step}
        min={extent.from}
        max={extent.to}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </label>
  );
}
