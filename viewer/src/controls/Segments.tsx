import { useId } from "preact/hooks";
import type { ChoiceProps } from "./ChoiceMenu.js";
import "./choice.css";

/** A few short options of which one is chosen, all in sight. */
export function Segments({ label, options, chosen, onChange, small = false }: ChoiceProps) {
  const name = useId();
  return (
    <div class={small ? "segments small" : "segments"} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option}>
          <input
            class="hidden-text"
            type="radio"
            name={name}
            checked={chosen.has(option)}
            onChange={() => onChange([option])}
          />
          {option}
        </label>
      ))}
    </div>
  );
}
