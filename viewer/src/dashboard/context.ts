import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type {
  SelectorTarget,
  SiteDashboard,
  SiteSelector,
  SiteTrace,
} from "../../../src/contract/pages/dashboard.js";
import { useApp, type AppContext } from "../app/context.js";
import { cohortLabels } from "../data/cohorts.js";
import type { FigureOptions } from "../charts/figure.js";
import type { LoadedResult } from "../data/column.js";
import type { ReadObject } from "../data/loaded.js";
import { viewerDiagnostic } from "../data/viewer-diagnostic.js";
import { writeChoice } from "../controls/query.js";
import { useReadObject, useTraceOf } from "./inputs.js";
import {
  chooseFrom,
  choosesCohorts,
  isShown,
  placedSelectors,
  tracesOf,
  writtenChoice,
  type Choice,
} from "./selections.js";

/** The open dashboard, for the items in it. */
export const OpenDashboard = createContext<SiteDashboard | undefined>(undefined);

/** The dashboard around a component; throws outside of one. */
export function useDashboard(): SiteDashboard {
  const dashboard = useContext(OpenDashboard);
  if (!dashboard) throw new Error("An item was used outside of a dashboard.");
  return dashboard;
}

/** Whether a card has a page to itself, whose head bears its title. */
export const OnOwnPage = createContext(false);

/** The traces of these names; one that the dashboard does not have has failed. */
export function useTraces(names: readonly string[]): SiteTrace[] {
  const { traces } = useDashboard();
  const traceOf = useTraceOf();
  return names.map((name) => traceOf(traces[name] ?? missingTrace(name)));
}

function missingTrace(name: string): SiteTrace {
  const problems = [viewerDiagnostic("viewer-missing-object", { kind: "trace", name })];
  return { name, type: "scatter", props: {}, bindings: [], status: "failed", problems };
}

/** Whether the selectors leave an object in sight. */
export function useShown(): (kind: SelectorTarget, name: string | undefined) => boolean {
  const dashboard = useDashboard();
  const query = useApp().address.query.value;
  return (kind, name) => isShown(dashboard, query, kind, name);
}

/** A selector with its options, what is chosen, and the way to choose. */
export interface SelectorState extends Choice {
  readonly selector: SiteSelector;
  readonly placed: boolean;
  /** Whether the selector narrows the cohorts of this trace. */
  readonly governs: (trace: string) => boolean;
  readonly choose: (values: readonly string[] | undefined) => void;
}

/** From what choices are read: the address, and rows for what is chosen of inputs. */
export interface Reading extends Pick<AppContext, "address" | "formatter"> {
  readonly read: ReadObject;
  readonly traceOf: (trace: SiteTrace) => SiteTrace;
}

/** For the open dashboard. */
export function useReading(): Reading {
  const { address, formatter } = useApp();
  return { address, formatter, read: useReadObject(), traceOf: useTraceOf() };
}

/** {@link selectorState} of a selector of the open dashboard. */
export function useSelector(name: string | undefined): SelectorState | undefined {
  return selectorState(useReading(), useDashboard(), name);
}

/**
 * Options and choice of a selector; its traces start loading when their cohorts are the options.
 */
export function selectorState(
  { address, formatter, read, traceOf }: Reading,
  dashboard: SiteDashboard,
  name: string | undefined,
): SelectorState | undefined {
  const selector = name === undefined ? undefined : dashboard.selectors[name];
  if (!selector) return undefined;
  const traces = choosesCohorts(selector) ? tracesOf(selector, dashboard) : [];
  const options = choosesCohorts(selector)
    ? cohortLabels(
        loadedResults(traces.flatMap((one) => dashboard.traces[one] ?? []).map(traceOf), read),
        formatter.value,
      )
    : selector.options.map((option) => option.name);
  return {
    ...chooseFrom(options, selector, address.query.value),
    selector,
    placed: placedSelectors(dashboard.rows).has(selector.name),
    governs: (trace) => traces.includes(trace),
    choose(values) {
      const written = writtenChoice(values, options, selector);
      address.changeQuery(writeChoice(address.query.value, selector.name, written));
    },
  };
}

/** The part of a figure's options that a selector decides. */
export function chosenOption(selector: SelectorState | undefined): Pick<FigureOptions, "chosen"> {
  if (!selector) return {};
  return { chosen: (trace) => (selector.governs(trace) ? selector.chosen : undefined) };
}

function loadedResults(traces: readonly SiteTrace[], read: ReadObject): LoadedResult[] {
  return traces.flatMap((trace) => {
    const state = read(trace)?.state;
    return state?.state === "ready" ? [state.result] : [];
  });
}
