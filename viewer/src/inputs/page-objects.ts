/** Traces and models of a page as far as inputs change them. */
import type {
  SiteData,
  SiteModel,
  SiteObject,
  SiteTrace,
} from "../../../src/contract/pages/dashboard.js";
import { rowsPlan } from "../../../src/fold/rows-plan.js";
import { followingResult } from "../data/following-result.js";
import type { Results, StoredState } from "../data/results.js";

/** A model's rows, which are stored as they are. */
export function followingRows(
  { follows = [] }: SiteModel,
  data: SiteData,
  results: Results,
): StoredState {
  const state = results.get(data).value;
  if (state.state !== "ready") return state;
  const plan = rowsPlan(
    state.result.columns.map(({ name }) => name),
    follows,
  );
  return { state: "following", result: followingResult(state.result, plan) };
}

/** Whether a model's rows follow an input. */
export function follows({ follows: followed = [] }: SiteModel, name: string): boolean {
  return followed.some(({ input }) => input === name);
}

/** For all values of its switches; that of the defaults is among them. */
export function allData({ data, switched }: SiteObject & Pick<SiteTrace, "switched">): SiteData[] {
  const states = Object.values(switched?.states ?? {});
  return [{ data }, ...states].flatMap((one) => one.data ?? []);
}

/** Gives a trace for the places of its switches. */
export type SwitchedBy = (placeOf: (name: string) => number) => SiteTrace;

/** What a trace is for the places of its switches; each is made once. */
export function createSwitched(trace: SiteTrace): SwitchedBy {
  const { switched, data: _data, names: _names, ...rest } = trace;
  if (!switched) return () => trace;
  const made = new Map(
    Object.entries(switched.states).map(([key, state]) => [key, { ...rest, switched, ...state }]),
  );
  return (placeOf) => made.get(switched.switches.map(placeOf).join()) ?? trace;
}
