import { useId, useMemo, useState } from "preact/hooks";
import type { ChoiceInput } from "../../../src/contract/input.js";
import { useApp } from "../app/context.js";
import { grouped } from "../format/grouped.js";
import { textOf } from "./chosen-input.js";
import { optionsOf, type Option } from "./options.js";
import type { PanelProps } from "./panel.js";

/** Above this many options, a box narrows them. */
const MOST_UNSEARCHED = 12;
/** The list begins with so many; searching narrows all of them. */
const MOST_LISTED = 500;

/** The values of a column: any number of them, or one. */
export function ChoicePanel({ page, input }: PanelProps<ChoiceInput>) {
  const { formatter } = useApp();
  const group = useId();
  const [search, setSearch] = useState("");
  const { name, label, multiple } = input;
  const state = page.filter(name);
  const values = page.values(name);
  const options = useMemo(
    () => optionsOf(values, state, formatter.value),
    [values, state, formatter.value],
  );
  const left = page.left(name);
  const wanted = search.toLowerCase();
  const shown = options.filter((option) => option.label.toLowerCase().includes(wanted));

  function choose(chosen: readonly Option[]): void {
    const isAll = chosen.length === options.length && multiple;
    const choice = { is: "values" as const, values: chosen.map(({ value }) => value) };
    page.choose(name, isAll ? undefined : choice);
  }

  function change(option: Option, checked: boolean): void {
    if (!multiple) return choose([option]);
    return choose(options.filter((one) => (one === option ? checked : one.chosen)));
  }

  /** What the search finds, and nothing else. */
  const onlyFound = () => choose(multiple ? shown : shown.slice(0, 1));
  const canFind = wanted !== "" && shown.length > 0;

  return (
    <>
      {multiple && (
        <div class="choices-head">
          <button
            type="button"
            class="link-button"
            disabled={state.choice === undefined}
            onClick={() => page.choose(name, undefined)}
          >
            All
          </button>
          {canFind && (
            <button type="button" class="link-button" onClick={onlyFound}>
              {shown.length === 1 ? "Only this" : `Only these ${grouped(shown.length)}`}
            </button>
          )}
          <button type="button" class="link-button" onClick={() => choose([])}>
            None
          </button>
        </div>
      )}
      {options.length > MOST_UNSEARCHED && (
        <input
          class="choices-search"
          type="search"
          placeholder={`Search ${grouped(options.length)} values`}
          aria-label={`Search in ${label}`}
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
          onKeyDown={({ key }) => key === "Enter" && canFind && onlyFound()}
        />
      )}
      <div class="choices-list" role="group" aria-label={label}>
        {!multiple && wanted === "" && (
          <label class="choice">
            <input
              type="radio"
              name={group}
              checked={state.choice === undefined}
              onChange={() => page.choose(name, undefined)}
            />
            All
          </label>
        )}
        {shown.slice(0, MOST_LISTED).map((option) => (
          <OptionView
            key={textOf(option.value) ?? "\0"}
            option={option}
            type={multiple ? "checkbox" : "radio"}
            group={group}
            checked={state.choice === undefined ? multiple : option.chosen}
            isLeft={left.has(textOf(option.value))}
            onChange={(checked) => change(option, checked)}
          />
        ))}
        {shown.length === 0 && (
          <p class="choices-note">
            {options.length === 0 ? "There are no values." : "Nothing is called so."}
          </p>
        )}
        {shown.length > MOST_LISTED && (
          <p class="choices-note">{grouped(shown.length - MOST_LISTED)} more: search for them.</p>
        )}
      </div>
    </>
  );
}

interface OptionViewProps {
  readonly option: Option;
  readonly type: "checkbox" | "radio";
  readonly group: string;
  readonly checked: boolean;
  /** Whether the other choices leave rows of it. */
  readonly isLeft: boolean;
  readonly onChange: (checked: boolean) => void;
}

function OptionView({ option, type, group, checked, isLeft, onChange }: OptionViewProps) {
  const { label, value } = option;
  return (
    <label class={isLeft && value !== null ? "choice" : "choice dim"}>
      <input
        type={type}
        name={group}
        checked={checked}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      <span>{label}</span>
      {!isLeft && <span class="choice-note">no rows</span>}
    </label>
  );
}
