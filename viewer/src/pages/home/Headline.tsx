import type { HeadlineNumber } from "../../../../src/contract/pages/home.js";
import { useApp } from "../../app/context.js";
import { isNamedForThings } from "../../data/names-things.js";
import { writtenNumber } from "../../format/written-number.js";

/** The numbers with which a dashboard begins, written as it writes them. */
export function Headline({ numbers }: { readonly numbers: readonly HeadlineNumber[] }) {
  const { formatter } = useApp();
  return (
    <dl class="headline">
      {numbers.map(({ label, value, type, column, format, prefix = "", suffix = "" }) => {
        const own = isNamedForThings({ type }, column) ? "d" : "";
        const text = writtenNumber(value, format ?? own, formatter.value.numbers);
        return (
          <div key={label}>
            <dt>{label}</dt>
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
