/** The control of an input: a chip with a menu, or the buttons of a switch. */
import { useRef } from "preact/hooks";
import type { FilterInput, InputSettings } from "../../../src/contract/input.js";
import { useApp } from "../app/context.js";
import { ChipMenu } from "../controls/ChipMenu.js";
import type { Formatter } from "../format/value.js";
import { ChoicePanel } from "./ChoicePanel.js";
import { isSameChoice, isSwitch } from "./chosen-input.js";
import { useFocusOfMeant } from "./meant.js";
import { optionsSummary } from "./options.js";
import type { PanelProps } from "./panel.js";
import { PeriodPanel } from "./PeriodPanel.js";
import { presetsOf } from "./periods.js";
import { SpanPanel } from "./SpanPanel.js";
import { choiceText } from "./stated-choice.js";
import { SwitchControl } from "./SwitchControl.js";

export function InputControl({ page, input }: PanelProps<InputSettings>) {
  const place = useRef<HTMLSpanElement>(null);
  useFocusOfMeant(place, input.name);
  return (
    <span ref={place} class="input-place">
      {isSwitch(input) ? (
        <SwitchControl page={page} input={input} />
      ) : (
        <FilterControl page={page} input={input} />
      )}
    </span>
  );
}

/** The same without a menu around it, below its name. */
export function InputSection({ page, input }: PanelProps<InputSettings>) {
  const { name, label, description } = input;
  const place = useRef<HTMLFieldSetElement>(null);
  useFocusOfMeant(place, name);
  return (
    <fieldset ref={place} class="sheet-section" tabIndex={-1}>
      <legend>{label}</legend>
      {description !== undefined && <p class="choices-note">{description}</p>}
      {isSwitch(input) ? (
        <SwitchControl page={page} input={input} />
      ) : (
        <FilterPanel page={page} input={input} />
      )}
    </fieldset>
  );
}

function FilterControl(props: PanelProps<FilterInput>) {
  const { formatter } = useApp();
  const { page, input } = props;
  const { name, label, description } = input;
  return (
    <ChipMenu
      label={label}
      summary={summary(props, formatter.value)}
      changed={!page.filter(name).isDefault}
      onReset={() => page.choose(name, page.filter(name).fallback)}
    >
      {() => (
        <>
          {description !== undefined && <p class="choices-note">{description}</p>}
          <FilterPanel {...props} />
        </>
      )}
    </ChipMenu>
  );
}

function FilterPanel({ page, input }: PanelProps<FilterInput>) {
  switch (input.is) {
    case "choice":
      return <ChoicePanel page={page} input={input} />;
    case "period":
      return <PeriodPanel page={page} input={input} />;
    default:
      return <SpanPanel page={page} input={input} />;
  }
}

function summary({ page, input }: PanelProps<FilterInput>, formatter: Formatter): string {
  const state = page.filter(input.name);
  const values = page.values(input.name);
  if (input.is === "choice") return optionsSummary(values, state, formatter);
  const { choice } = state;
  if (!choice) return "All";
  const text = choiceText(input, choice, values.type, formatter);
  if (input.is === "span") return text;
  const from = { today: page.today(input.name), values: () => values.values };
  const preset = presetsOf(input, from).find((one) => isSameChoice(one.choice, choice));
  // What is last month today is another one tomorrow.
  return preset ? `${preset.label}: ${text}` : text;
}
