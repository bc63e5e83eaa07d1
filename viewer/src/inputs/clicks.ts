/** Clicks on marks that choose: what a mark stands for, and how the others are dimmed. */
import type { FilterChoice, InputSettings } from "../../../src/contract/input.js";
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { Value } from "../../../src/contract/result.js";
import type { Loaded } from "../data/loaded.js";
import { escapeMarkup } from "../format/markup.js";
import { groupName } from "../format/group-name.js";
import type { Formatter } from "../format/value.js";
import { isSameChoice, textOf, type ChosenFilter } from "./chosen-input.js";

type Traces = readonly Loaded<SiteTrace>[];
type Props = Readonly<Record<string, unknown>>;

export interface Clicks {
  /** The input that was set by a click in this chart, which shows all of it. */
  readonly kept: string | undefined;
  /** Whether a value of an input is chosen, and not just all. */
  readonly isChosen: (input: string, value: Value) => boolean;
  /** Chooses it alone, or takes that back. */
  readonly toggle: (input: string, value: Value) => void;
  /** Takes the clicks on a chart that Plotly has drawn. */
  readonly take: (traces: Traces, element: HTMLElement) => void;
  /** A trace as Plotly takes it, with what is not chosen in grey. */
  readonly dim: (traces: Traces, props: Props, grey: string) => Props;
  /** What {@link dim} depends on. */
  readonly state: (traces: Traces) => string;
}

export interface ClicksFrom {
  readonly kept: string | undefined;
  readonly inputOf: (name: string) => InputSettings;
  readonly filter: (name: string) => ChosenFilter;
  readonly choose: (name: string, choice: FilterChoice | undefined) => void;
  readonly formatter: Formatter;
}

/** What of Plotly's events on a drawn element is used. */
interface ClickEvent {
  readonly event?: { readonly ctrlKey?: boolean; readonly metaKey?: boolean };
  readonly points: readonly (Props & { readonly fullData?: Props; readonly data?: Props })[];
}

interface PlotlyElement {
  readonly on: (event: string, handler: (event: ClickEvent) => void) => void;
  readonly removeAllListeners: (event: string) => void;
}

/** An input, where its values stand in a drawn trace, and what each drawn name means. */
interface Clickable {
  readonly input: string;
  readonly property: string;
  readonly values: ReadonlyMap<string, Value>;
}

export function createClicks({ kept, inputOf, filter, choose, formatter }: ClicksFrom): Clicks {
  function clickables(traces: Traces): Clickable[] {
    return traces.flatMap(({ object, result }) => {
      const { clicks } = object;
      const column = result.columns.find(({ name }) => name === clicks?.column);
      if (!clicks || !column) return [];
      const values = new Map<string, Value>();
      for (let row = 0; row < column.length; row += 1) {
        const value = column.value(row);
        values.set(drawnName(escapeMarkup(groupName(value, column.type, formatter))), value);
      }
      return [{ input: clicks.input, property: clicks.column.slice("props.".length), values }];
    });
  }

  function click(marks: readonly Clickable[], { points, event }: ClickEvent): void {
    const [point] = points;
    for (const { input, property, values } of point ? marks : []) {
      const name = drawnName(point?.[property === "labels" ? "label" : singular(property)]);
      const value = values.get(name);
      if (value === undefined) continue;
      const settings = inputOf(input);
      const isMore = (event?.ctrlKey ?? false) || (event?.metaKey ?? false);
      const more = isMore && settings.is === "choice" && settings.multiple;
      return choose(input, nextChoice(filter(input), value, more));
    }
  }

  function isChosen(input: string, value: Value): boolean {
    const { choice } = filter(input);
    return choice?.is === "values" && choice.values.some((one) => textOf(one) === textOf(value));
  }

  return {
    kept,
    isChosen,
    toggle: (input, value) => choose(input, nextChoice(filter(input), value, false)),
    take(traces, element) {
      const marks = clickables(traces);
      element.classList.toggle("clickable", marks.length > 0);
      // Plotly makes every element on which it draws a source of its events.
      const plot = element as unknown as PlotlyElement;
      plot.removeAllListeners("plotly_click");
      if (marks.length > 0) plot.on("plotly_click", (event) => click(marks, event));
    },
    dim(traces, props, grey) {
      const mark = clickables(traces).find(({ input }) => input === kept);
      const list = mark && props[mark.property];
      if (!mark || !filter(mark.input).choice || !isList(list)) return props;
      const chosen = Array.from(list, (name) => {
        const value = mark.values.get(drawnName(name));
        return value !== undefined && isChosen(mark.input, value);
      });
      return mark.property === "labels"
        ? greySlices(props, chosen, grey)
        : {
            ...props,
            selectedpoints: [...chosen.keys()].filter((place) => chosen[place]),
            unselected: { marker: { color: grey, opacity: 1 } },
          };
    },
    state: () => JSON.stringify(kept === undefined ? null : [kept, filter(kept).choice ?? null]),
  };
}

/** A second click takes back what the first one chose; `more` leaves the other values. */
export function nextChoice(
  { choice, fallback }: Pick<ChosenFilter, "choice" | "fallback">,
  value: Value,
  more: boolean,
): FilterChoice | undefined {
  const alone: FilterChoice = { is: "values", values: [value] };
  const chosen = choice?.is === "values" ? choice.values : [];
  const others = chosen.filter((one) => textOf(one) !== textOf(value));
  const isChosen = others.length < chosen.length;
  if (more && chosen.length > 0) {
    const values = isChosen ? others : [...chosen, value];
    return values.length === 0 ? undefined : { is: "values", values };
  }
  if (!isChosen || others.length > 0) return alone;
  return isSameChoice(choice, fallback) ? undefined : fallback;
}

function greySlices(props: Props, isChosen: readonly boolean[], grey: string): Props {
  const marker: unknown = props["marker"];
  const written = typeof marker === "object" && marker !== null ? marker : {};
  const colours: unknown = Reflect.get(written, "colors");
  const colors = isChosen.map((chosen, place) =>
    chosen && isList(colours) ? colours[place] : grey,
  );
  return { ...props, marker: { ...written, colors } };
}

/** `locations` of a trace are `location` of a point. */
function singular(property: string): string {
  return property.replace(/s$/, "");
}

/** Without the mark by which names are told from those of Plotly's own. */
function drawnName(name: unknown): string {
  return String(name).replace(/\u200B$/, "");
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}
