import type { HeadlineNumber, NamedValue } from "../../../../src/contract/pages/home.js";
import { useApp } from "../../app/context.js";
import { isNamedForThings } from "../../data/names-things.js";
import { labelAt, placeOf } from "../../data/place-text.js";
import type { Formatter } from "../../format/value.js";
import { writtenNumber } from "../../format/written-number.js";

/** The numbers with which a dashboard begins, written as it writes them. */
export function Headline({ numbers }: { readonly numbers: readonly HeadlineNumber[] }) {
  const { formatter } = useApp();
  return (
    <dl class="headline">
      {numbers.map(({ label, place, value, type, column, format, prefix = "", suffix = "" }) => {
        const own = isNamedForThings({ type }, column) ? "d" : "";
        const text = writtenNumber(value, format ?? own, formatter.value.numbers);
        return (
          <div key={label}>
            <dt>{labelAt(label, place && placeText(place, formatter.value))}</dt>
            <dd class="num">
              {prefix}
              {text}
              {suffix}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** As its card on the dashboard writes it. */
function placeText({ value, type, column, format }: NamedValue, formatter: Formatter): string {
  return placeOf({ name: column, type, length: 1, value: () => value }, 0, format, formatter);
}
