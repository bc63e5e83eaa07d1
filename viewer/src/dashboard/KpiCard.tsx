import type { ComponentChildren } from "preact";
import type { Delta, Kpi } from "../charts/kpi.js";
import { labelAt } from "../data/place-text.js";
import { NULL_TEXT } from "../format/text-form.js";
import { Sparkline } from "./Sparkline.js";
import "./kpi.css";

export interface KpiCardProps {
  readonly title: string;
  readonly description?: string | undefined;
  readonly kpis: readonly Kpi[];
  /** The data is on its way: the numbers are known by their room only. */
  readonly coming: boolean;
  /** What is not in the numbers, and what a reader must know of them. */
  readonly notes: readonly string[];
  readonly badge?: ComponentChildren;
}

/** In the place of the number of an empty result. */
const NO_ROWS: Kpi = { value: NULL_TEXT };
const MARKS = { up: "▲", down: "▼", level: "±" } as const;
const WORDS = { up: "up", down: "down", level: "unchanged" } as const;

/** Headline numbers. One number bears the card's title; several bear their own. */
export function KpiCard({ title, description, kpis, coming, notes, badge }: KpiCardProps) {
  const Content = coming ? Room : Number;
  return (
    <section class="card kpi-card" aria-label={title}>
      <div class="kpis">
        {(kpis.length === 0 ? [NO_ROWS] : kpis).map((kpi, index) => (
          <Content
            key={index}
            kpi={kpi}
            label={labelAt(kpi.label ?? title, kpi.place)}
            description={description}
          />
        ))}
      </div>
      {notes.map((note) => (
        <p key={note} class="card-note">
          {note}
        </p>
      ))}
      {badge}
    </section>
  );
}

interface NumberProps {
  readonly kpi: Kpi;
  readonly label: string;
  readonly description: string | undefined;
}

function Number({ kpi, label, description }: NumberProps) {
  const { value, line } = kpi;
  return (
    <div class={line ? "kpi with-line" : "kpi"}>
      <div class="kpi-label">{label}</div>
      <div class="kpi-value num">{value}</div>
      {line && <Sparkline points={line} label={label} />}
      <Below kpi={kpi} description={description} />
    </div>
  );
}

/** As large as the number will be. */
function Room({ kpi, label, description }: NumberProps) {
  return (
    <div class={kpi.line ? "kpi with-line" : "kpi"} role="status" aria-label="Loading">
      <div class="kpi-label">{label}</div>
      <div class="kpi-room">
        <div class="skeleton-line" />
      </div>
      {kpi.line && <div class="sparkline" />}
      <div class="unseen" aria-hidden="true">
        <Below kpi={kpi} description={description} />
      </div>
    </div>
  );
}

function Below({ kpi: { delta, than }, description }: Omit<NumberProps, "label">) {
  if ((than ?? delta ?? description) === undefined) return null;
  return (
    <div class="kpi-delta">
      {delta && <Change delta={delta} />}
      {than !== undefined && <span>{than}</span>}
      {description !== undefined && <span class="kpi-description">{description}</span>}
    </div>
  );
}

function Change({ delta: { text, direction, judgement, word, colour } }: { delta: Delta }) {
  return (
    <span class={`num change ${judgement ?? ""}`} {...(colour ? { style: { color: colour } } : {})}>
      <span aria-hidden="true">{MARKS[direction]} </span>
      <span class="hidden-text">{WORDS[direction]} </span>
      {text}
      {word !== undefined && ` ${word}`}
    </span>
  );
}
