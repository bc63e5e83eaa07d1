import { useApp } from "../app/context.js";
import { ChoiceMenu } from "../controls/ChoiceMenu.js";
import type { LegendEntry } from "../charts/legend-entries.js";
import { MOST_IN_SIGHT, type LegendChoice } from "./legend-choice.js";
import "./legend.css";

interface ChartLegendProps {
  readonly title: string;
  readonly legend: LegendChoice;
}

/**
 * The legend where Plotly's would leave too little room: one line that scrolls, or a list that can
 * be searched; on paper all of what is drawn.
 */
export function ChartLegend({ title, legend }: ChartLegendProps) {
  const { theme } = useApp();
  const { entries, coming, show } = legend;
  if (entries.length === 0) return coming > 0 ? <Room isMenu={coming > MOST_IN_SIGHT} /> : null;
  const shown = entries.filter((entry) => entry.shown).map(({ name }) => name);
  if (theme.paper.value) {
    return (
      <div class="legend-line">
        {entries.map((entry) => entry.shown && <Name key={entry.name} entry={entry} />)}
      </div>
    );
  }
  if (entries.length > MOST_IN_SIGHT) {
    return (
      <div class="legend-line">
        <ChoiceMenu
          label={`${entries.length} series`}
          options={entries.map(({ name }) => name)}
          chosen={new Set(shown)}
          multiple
          isDefault={shown.length === entries.length}
          colours={new Map(entries.map(({ name, colour }) => [name, colour ?? "none"]))}
          small
          onChange={(values) => show(values ?? entries.map(({ name }) => name))}
        />
      </div>
    );
  }
  return (
    <div class="legend-line" role="group" aria-label={`Series of ${title}`} tabIndex={0}>
      {entries.map((entry) => (
        <button
          key={entry.name}
          type="button"
          class="legend-entry"
          aria-pressed={entry.shown}
          onClick={({ detail }) => {
            // The second click of a double click: only this one.
            if (detail > 1) show([entry.name]);
            else legend.toggle(entry.name);
          }}
        >
          <Name entry={entry} />
        </button>
      ))}
    </div>
  );
}

/** As high as the legend will be: the drawing is made once, for the room that it leaves. */
function Room({ isMenu }: { isMenu: boolean }) {
  return (
    <div class="legend-line" aria-hidden="true">
      <span class={isMenu ? "chip small room" : "legend-entry"}>
        <span class="legend-name">&nbsp;</span>
      </span>
    </div>
  );
}

function Name({ entry: { name, colour } }: { entry: LegendEntry }) {
  return (
    <span class="legend-name">
      <i class="swatch" style={{ background: colour ?? "none" }} />
      {name}
    </span>
  );
}
