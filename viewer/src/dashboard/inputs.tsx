/** The inputs of the open dashboard. Their code is loaded only where there are any. */
import type { ComponentChildren } from "preact";
import { createContext } from "preact";
import { useContext, useMemo } from "preact/hooks";
import type { InputSettings } from "../../../src/contract/input.js";
import type {
  SiteDashboard,
  SiteObject,
  SiteRow,
  SiteTrace,
} from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";
import { usePart, type PartState } from "../app/part.js";
import type { ReadObject } from "../data/loaded.js";
import type { Results } from "../data/results.js";
import type { Clicks } from "../inputs/clicks.js";
import type { PageInputs } from "../inputs/page-inputs.js";
import type * as InputsCode from "../inputs/part.js";
import { placedInputs } from "./selections.js";
import "./inputs.css";

type InputsPart = typeof InputsCode & { readonly page: PageInputs };

/** Undefined where the dashboard has none. */
const Inputs = createContext<PartState<InputsPart> | undefined>(undefined);
/** As the dashboard names them, before their code is there. */
const Known = createContext<readonly InputSettings[]>([]);

interface InputsOfProps {
  readonly dashboard: SiteDashboard;
  readonly children: ComponentChildren;
}

/** Around what is drawn of a dashboard. */
export function InputsOf({ dashboard, children }: InputsOfProps) {
  return dashboard.inputs ? <Loaded dashboard={dashboard}>{children}</Loaded> : <>{children}</>;
}

function Loaded({ dashboard, children }: InputsOfProps) {
  const { address, results, formatter } = useApp();
  const code = usePart(() => import("../inputs/part.js"));
  const state = useMemo((): PartState<InputsPart> => {
    if (code.state !== "ready") return code;
    const page = code.part.createPageInputs(dashboard, { address, results, formatter });
    return { state: "ready", part: { ...code.part, page } };
  }, [dashboard, code]);
  return (
    <Known.Provider value={dashboard.inputs ?? []}>
      <Inputs.Provider value={state}>{children}</Inputs.Provider>
    </Known.Provider>
  );
}

/** Inputs that no item shows. */
export function InputBar({ rows }: { readonly rows: readonly SiteRow[] }) {
  const inputs = useContext(Inputs);
  const known = useContext(Known);
  const placed = placedInputs(rows);
  const shown = known.filter(({ name }) => !placed.has(name));
  if (inputs?.state === "loading") return <Room inputs={shown} />;
  if (inputs?.state !== "ready") return null;
  const { page, InputBar: Bar } = inputs.part;
  return <Bar page={page} inputs={shown} />;
}

/** An input as an item of a row. */
export function InputItem({ name }: { readonly name: string }) {
  const inputs = useContext(Inputs);
  const input = useContext(Known).find((one) => one.name === name);
  if (!input) return null;
  if (inputs?.state === "loading") return <ChipRoom input={input} />;
  if (inputs?.state !== "ready") return null;
  const { page, InputControl } = inputs.part;
  return <InputControl page={page} input={input} />;
}

/** Takes the place of the bar until its code is there, so that nothing jumps. */
function Room({ inputs }: { readonly inputs: readonly InputSettings[] }) {
  if (inputs.length === 0) return null;
  return (
    <div class="input-bar" aria-hidden="true">
      {inputs.map((input) => (
        <ChipRoom key={input.name} input={input} />
      ))}
    </div>
  );
}

/** About as wide as the control. */
function ChipRoom({ input }: { readonly input: InputSettings }) {
  const { label } = input;
  const text = input.is === "switch" ? input.values.map((value) => value.label) : [label, "All"];
  return (
    <span class="chip room" aria-hidden="true">
      {text.map((part) => (
        <b key={part}>{part}</b>
      ))}
    </span>
  );
}

/** Gives the rows of objects for what is chosen. */
export function useReadObject(): ReadObject {
  const { results } = useApp();
  const inputs = useContext(Inputs);
  return useMemo(() => {
    if (inputs?.state === "ready") return inputs.part.page.read;
    return (object) => readAll(object, inputs, results);
  }, [inputs, results]);
}

/** Gives a trace as it is for what is chosen of its switches. */
export function useTraceOf(): (trace: SiteTrace) => SiteTrace {
  const inputs = useContext(Inputs);
  return inputs?.state === "ready" ? inputs.part.page.traceOf : (trace) => trace;
}

/** What clicks on the marks of a chart choose; undefined where they choose nothing yet. */
export function useClicks(chart: string): Clicks | undefined {
  const inputs = useContext(Inputs);
  return inputs?.state === "ready" ? inputs.part.page.clicks(chart) : undefined;
}

/** Back to the defaults; undefined where nothing else is chosen. */
export function useReset(): (() => void) | undefined {
  const inputs = useContext(Inputs);
  const page = inputs?.state === "ready" ? inputs.part.page : undefined;
  return page && page.changed() > 0 ? page.reset : undefined;
}

/** What is chosen of the inputs of these names, absent: of all, for where the page is taken away. */
export function useStatedInputs(): PageInputs["statedChoices"] {
  const inputs = useContext(Inputs);
  return inputs?.state === "ready" ? inputs.part.page.statedChoices : () => [];
}

/** Rows wait for the inputs that they follow; where the page knows none, they are all there are. */
function readAll(
  object: SiteObject,
  inputs: Exclude<PartState<unknown>, { state: "ready" }> | undefined,
  results: Results,
): ReturnType<ReadObject> {
  const { data } = object;
  if (!data) return undefined;
  if (inputs && "follows" in object) return { data, state: inputs };
  const state = results.get(data).value;
  if (state.state !== "following") return { data, state };
  return { data, state: inputs ?? state.result.fold(new Map()) };
}
