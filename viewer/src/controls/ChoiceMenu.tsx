import { useId, useState } from "preact/hooks";
import { ChipMenu } from "./ChipMenu.js";

export interface ChoiceProps {
  readonly label: string;
  readonly options: readonly string[];
  readonly chosen: ReadonlySet<string>;
  readonly multiple: boolean;
  /** Whether this is what is chosen when nobody has chosen. */
  readonly isDefault: boolean;
  /** Absent values: back to the default. */
  readonly onChange: (values: readonly string[] | undefined) => void;
  readonly small?: boolean;
  /** Of options that are drawn. */
  readonly colours?: ReadonlyMap<string, string>;
  /** What nothing chosen means, such as "Any"; absent: nothing. */
  readonly whenEmpty?: string;
}

/** Above this many options, a box narrows them. */
const SEARCH_FROM = 9;

/** A chip that says what is chosen and opens the list of options. */
export function ChoiceMenu(props: ChoiceProps) {
  const { label, isDefault, small = false } = props;
  return (
    <ChipMenu label={label} summary={summary(props)} changed={!isDefault} small={small}>
      {() => <Options {...props} />}
    </ChipMenu>
  );
}

function Options(props: ChoiceProps) {
  const { label, options, multiple } = props;
  const group = useId();
  const [filter, setFilter] = useState("");
  const wanted = filter.toLowerCase();
  return (
    <>
      {multiple && <Shortcuts {...props} />}
      {options.length >= SEARCH_FROM && (
        <input
          class="choices-search"
          type="search"
          placeholder="Search"
          aria-label={`Search in ${label}`}
          value={filter}
          onInput={({ currentTarget }) => setFilter(currentTarget.value)}
        />
      )}
      {options
        .filter((option) => option.toLowerCase().includes(wanted))
        .map((option) => (
          <Choice key={option} {...props} option={option} group={group} />
        ))}
    </>
  );
}

function Choice({
  option,
  group,
  options,
  chosen,
  multiple,
  onChange,
  colours,
}: ChoiceProps & { option: string; group: string }) {
  function change(checked: boolean): void {
    if (!multiple) onChange([option]);
    else onChange(options.filter((one) => (one === option ? checked : chosen.has(one))));
  }
  return (
    <label class="choice">
      <input
        type={multiple ? "checkbox" : "radio"}
        name={group}
        checked={chosen.has(option)}
        onChange={({ currentTarget }) => change(currentTarget.checked)}
      />
      {colours && <i class="swatch" style={{ background: colours.get(option) ?? "none" }} />}
      {option}
    </label>
  );
}

function Shortcuts({ isDefault, onChange, whenEmpty }: ChoiceProps) {
  if (whenEmpty !== undefined) {
    return isDefault ? null : (
      <div class="choices-head">
        <button type="button" class="link-button" onClick={() => onChange(undefined)}>
          {whenEmpty}
        </button>
      </div>
    );
  }
  return (
    <div class="choices-head">
      <button
        type="button"
        class="link-button"
        disabled={isDefault}
        onClick={() => onChange(undefined)}
      >
        All
      </button>
      <button type="button" class="link-button" onClick={() => onChange([])}>
        None
      </button>
    </div>
  );
}

function summary({ options, chosen, whenEmpty = "None" }: ChoiceProps): string {
  const names = options.filter((option) => chosen.has(option));
  if (names.length === 0) return whenEmpty;
  if (names.length === options.length && names.length > 1) return "All";
  return names.length > 3 ? `${names.length} of ${options.length}` : names.join(", ");
}
