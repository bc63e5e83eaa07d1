/** The inputs of a dashboard: what is chosen of them, and the rows for it. */
import { batch, computed, signal, type ReadonlySignal } from "@preact/signals";
import type { Diagnostic } from "../../../src/contract/diagnostic.js";
import type { FilterChoice, FilterChoices, InputSettings } from "../../../src/contract/input.js";
import type {
  SiteDashboard,
  SiteData,
  SiteObject,
  SiteTrace,
} from "../../../src/contract/pages/dashboard.js";
import { ALL, writeChoice } from "../../../src/fold/choice-text.js";
import { dayIn } from "../../../src/fold/grain.js";
import type { AppContext } from "../app/context.js";
import type { ReadObject } from "../data/loaded.js";
import type { StoredState } from "../data/results.js";
import { hintedOnce } from "../data/hinted-once.js";
import { viewerDiagnostic } from "../data/viewer-diagnostic.js";
import {
  chosenFilter,
  chosenSwitch,
  isSameChoice,
  isSwitch,
  textOf,
  type ChosenFilter,
  type ChosenInput,
  type ChosenSwitch,
  type InputValues,
} from "./chosen-input.js";
import { createClicks, type Clicks } from "./clicks.js";
import {
  allData,
  createSwitched,
  followingRows,
  follows,
  type SwitchedBy,
} from "./page-objects.js";
import { statedChoice } from "./stated-choice.js";
import { readInput, writeInput } from "./written-input.js";

/** All of it follows the address; reading subscribes to it. */
export interface PageInputs {
  /** In order of first use. */
  readonly inputs: readonly InputSettings[];
  readonly filter: (name: string) => ChosenFilter;
  readonly switch: (name: string) => ChosenSwitch;
  /** The day from which defaults are counted. */
  readonly today: (name: string) => string;
  readonly values: (name: string) => InputValues;
  /** The text forms of those values that the other choices leave. */
  readonly left: (name: string) => ReadonlySet<string | null>;
  /** Undefined: all. */
  readonly choose: (name: string, choice: FilterChoice | undefined) => void;
  readonly switchTo: (name: string, place: number) => void;
  /** What clicks on the marks of a chart choose. */
  readonly clicks: (chart: string) => Clicks;
  /** How many inputs are not as they are by default. */
  readonly changed: () => number;
  readonly reset: () => void;
  /** What the address says and cannot be chosen. */
  readonly problems: () => readonly Diagnostic[];
  /** The rows of an object for what is chosen. */
  readonly read: ReadObject;
  /** A trace as it is for what is chosen of its switches; the same object for equal choices. */
  readonly traceOf: (trace: SiteTrace) => SiteTrace;
  /**
   * What is chosen of the inputs of these names, absent: of all, where the page is taken away:
   * `Region`, `EU`.
   */
  readonly statedChoices: (
    names?: ReadonlySet<string>,
  ) => readonly { readonly name: string; readonly value: string }[];
}

/** Reads what is chosen from the address. */
export function createPageInputs(
  dashboard: SiteDashboard,
  { address, results, formatter }: Pick<AppContext, "address" | "results" | "formatter">,
): PageInputs {
  const { inputs = [] } = dashboard;
  const traces = Object.values(dashboard.traces);
  const switched = new Map<SiteObject, SwitchedBy>(
    traces.map((trace) => [trace, createSwitched(trace)]),
  );
  const models = Object.values(dashboard.tables).flatMap(({ model }) => model ?? []);
  const rows = new Map<SiteObject, ReadonlySignal<StoredState>>(
    models.flatMap((model) => {
      const { data, follows } = model;
      return data && follows ? [[model, computed(() => followingRows(model, data, results))]] : [];
    }),
  );
  const followers = new Map(
    inputs.map(({ name }) => {
      const following = traces.filter((trace) => trace.inputs?.includes(name));
      return [name, [...following, ...models.filter((model) => follows(model, name))]];
    }),
  );
  const values = new Map(inputs.map(({ name }) => [name, computed(() => readValues(name))]));
  const chosen = new Map<string, ReadonlySignal<ChosenInput>>(
    inputs.map((input) => [input.name, computed(() => readChosen(input))]),
  );

  function inputOf(name: string): InputSettings {
    const input = inputs.find((one) => one.name === name);
    if (!input) throw new Error(`The page has no input \`${name}\``);
    return input;
  }

  function stateOf(object: SiteObject, data: SiteData): StoredState {
    return (rows.get(object) ?? results.get(data)).value;
  }

  /** Results of all objects that follow an input, whatever is chosen of switches. */
  function statesOf(name: string): StoredState[] {
    const states = (followers.get(name) ?? []).flatMap((object) =>
      allData(object).map((data) => stateOf(object, data)),
    );
    return [...new Set(states)];
  }

  /** By input the chart in which it was clicked: that one keeps the marks that were not chosen. */
  const clicked = signal<ReadonlyMap<string, string>>(new Map());

  function choose(name: string, choice: FilterChoice | undefined, chart?: string): void {
    const input = inputOf(name);
    if (isSwitch(input)) return;
    const { fallback } = filter(name);
    const written = isSameChoice(choice, fallback)
      ? undefined
      : { ...writeChoice(input, choice ?? ALL), isAll: choice === undefined };
    batch(() => {
      const others = [...clicked.value].filter(([one]) => one !== name);
      clicked.value = new Map(chart === undefined ? others : [...others, [name, chart]]);
      address.changeQuery(writeInput(address.query.value, name, written));
    });
  }

  function readValues(name: string): InputValues {
    const states = statesOf(name);
    const known = states.flatMap((state) =>
      state.state === "following" && state.result.inputs.includes(name)
        ? state.result.values(name)
        : [],
    );
    const distinct = new Map(
      known.flatMap((one) => one.values.map((value) => [textOf(value), value])),
    );
    return {
      type: known[0]?.type ?? "text",
      values: [...distinct.values()],
      complete: states.every(({ state }) => state !== "loading"),
    };
  }

  function today(name: string): string {
    const built = (followers.get(name) ?? []).flatMap(({ data }) => data?.builtAt ?? []);
    const latest = built.toSorted().at(-1);
    return latest === undefined ? "9999-12-31" : dayIn(latest, formatter.value.zone.name);
  }

  function valuesOf(name: string): InputValues {
    return values.get(name)?.value ?? { type: "text", values: [], complete: true };
  }

  function readChosen(input: InputSettings): ChosenInput {
    const { name } = input;
    const written = readInput(address.query.value, name);
    return isSwitch(input)
      ? chosenSwitch(input, written)
      : chosenFilter(input, written, { today: today(name), values: () => valuesOf(name) });
  }

  function filter(name: string): ChosenFilter {
    const found = chosen.get(name)?.value;
    if (found?.is !== "filter") throw new Error(`\`${name}\` is no filter`);
    return found;
  }

  function switchOf(name: string): ChosenSwitch {
    const found = chosen.get(name)?.value;
    if (found?.is !== "switch") throw new Error(`\`${name}\` is no switch`);
    return found;
  }

  /** Undefined while a default has to wait for values. An input of an older page is all. */
  function choicesOf(names: readonly string[]): FilterChoices | undefined {
    const choices = new Map<string, FilterChoice>();
    for (const name of names) {
      const state = chosen.get(name)?.value;
      if (state?.is !== "filter") continue;
      if (!state.settled) return undefined;
      if (state.choice) choices.set(name, state.choice);
    }
    return choices;
  }

  function placeOf(name: string): number {
    return switchOf(name).place;
  }

  function traceOf(trace: SiteTrace): SiteTrace {
    return switched.get(trace)?.(placeOf) ?? trace;
  }

  return {
    inputs,
    filter,
    switch: switchOf,
    today,
    values: valuesOf,
    left(name) {
      const left = new Set<string | null>();
      for (const object of followers.get(name) ?? []) {
        const { data } = switched.get(object)?.(placeOf) ?? object;
        const state = data && stateOf(object, data);
        if (state?.state !== "following" || !state.result.inputs.includes(name)) continue;
        const choices = choicesOf(state.result.inputs.filter((one) => one !== name));
        for (const text of state.result.left(name, choices ?? new Map())) left.add(text);
      }
      return left;
    },
    choose: (name, choice) => choose(name, choice),
    clicks: (chart) =>
      createClicks({
        kept: [...clicked.value].find(([, where]) => where === chart)?.[0],
        inputOf,
        filter,
        choose: (name, choice) => choose(name, choice, chart),
        formatter: formatter.value,
      }),
    switchTo(name, place) {
      const input = inputOf(name);
      if (!isSwitch(input)) return;
      const label = input.values[place]?.label ?? "";
      const written = place === input.default ? undefined : { texts: [label] };
      address.changeQuery(writeInput(address.query.value, name, written));
    },
    changed: () => [...chosen.values()].filter(({ value }) => !value.isDefault).length,
    reset() {
      const { query } = address;
      const without = inputs.reduce(
        (rest, { name }) => writeInput(rest, name, undefined),
        query.value,
      );
      address.changeQuery(without);
    },
    problems: () =>
      hintedOnce(
        inputs.flatMap(({ name, label }) =>
          (chosen.get(name)?.value.unknown ?? []).map((written) =>
            viewerDiagnostic("viewer-choice-unknown", { input: label, written }),
          ),
        ),
      ),
    read(object, without) {
      const { data } = object;
      if (!data) return undefined;
      const state = stateOf(object, data);
      if (state.state !== "following") return { data, state };
      const choices = choicesOf(state.result.inputs.filter((name) => name !== without));
      return { data, state: choices ? state.result.fold(choices) : { state: "loading" } };
    },
    traceOf,
    statedChoices: (names) =>
      inputs.flatMap((input) => {
        if (names && !names.has(input.name)) return [];
        const { type } = valuesOf(input.name);
        const state = chosen.get(input.name)?.value;
        const value = state && statedChoice(input, state, type, formatter.value);
        return value === undefined ? [] : [{ name: input.label, value }];
      }),
  };
}
