import { useId } from "preact/hooks";
import type { PeriodInput } from "../../../src/contract/input.js";
import { grainText } from "../../../src/fold/grain.js";
import { isSameChoice } from "./chosen-input.js";
import type { PanelProps } from "./panel.js";
import { presetsOf } from "./periods.js";

/** A range of whole grains: what is often wanted, and both of its ends. */
export function PeriodPanel({ page, input }: PanelProps<PeriodInput>) {
  const group = useId();
  const { name, by } = input;
  const { choice } = page.filter(name);
  const { values } = page.values(name);
  const starts = values.filter((value) => isDate(value)).toSorted();
  const between = choice?.is === "between" ? choice : undefined;
  const [first = "", last = ""] = [starts[0], starts.at(-1)];
  const { from, to } = between ?? { from: first, to: last };
  if (from === "") return <p class="choices-note">There are no dates.</p>;
  const presets = presetsOf(input, { today: page.today(name), values: () => values });

  function choose(end: "from" | "to", value: string): void {
    if (value === "") return;
    const next = { from, to, [end]: value };
    const isTurned = next.from > next.to;
    const range = isTurned ? { from: value, to: value } : next;
    const isAll = range.from === first && range.to === last;
    page.choose(name, isAll && !values.includes(null) ? undefined : { is: "between", ...range });
  }

  const ends = { by, starts };
  return (
    <>
      <div class="choices-list" role="group" aria-label="Often wanted">
        {presets.map((preset) => (
          <label key={preset.label} class="choice">
            <input
              type="radio"
              name={group}
              checked={isSameChoice(preset.choice, choice)}
              onChange={() => page.choose(name, preset.choice)}
            />
            {preset.label}
          </label>
        ))}
      </div>
      <div class="choices-ends">
        <End label="From" value={from} onChange={(value) => choose("from", value)} {...ends} />
        <End label="To" value={to} onChange={(value) => choose("to", value)} {...ends} />
      </div>
    </>
  );
}

interface EndProps {
  readonly label: string;
  readonly by: PeriodInput["by"];
  /** First days of the grains that there are. */
  readonly starts: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Days are picked from a calendar, longer grains from those that have rows. */
function End({ label, by, starts, value, onChange }: EndProps) {
  return (
    <label class="choices-end">
      <span>{label}</span>
      {by === "day" ? (
        <input
          type="date"
          value={value}
          min={starts[0]}
          max={starts.at(-1)}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      ) : (
        <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
          {[...new Set([...starts, value])].toSorted().map((start) => (
            <option key={start} value={start}>
              {start && grainText(start, by)}
            </option>
          ))}
        </select>
      )}
    </label>
  );
}

function isDate(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-/.test(value);
}
