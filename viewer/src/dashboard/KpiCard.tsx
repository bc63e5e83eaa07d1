import type { ComponentChildren } from "preact";
import type { Delta, Kpi } from "../charts/kpi.js";
import { labelAt } from "../data/place-text.js";
import { NULL_TEXT } from "../format/text-form.js";
import { Sparkline } from "./Sparkline.js";
import "./kpi.css";

export interface KpiCardProps {
  readonly title: string;
  readonly description?: string | undefined;
  /** Absent while the data is on its way. */
  readonly kpis: readonly Kpi[] | undefined;
  /** What is not in the numbers, and what a reader must know of them. */
  readonly notes: readonly string[];
  readonly badge?: ComponentChildren;
}

/** In the place of the number of an empty result. */
const NO_ROWS: Kpi = { value: NULL_TEXT };
const MARKS = { up: "▲", down: "▼", level: "±" } as const;
const WORDS = { up: "up", down: "down", level: "unchanged" } as const;

/** Headline numbers. One number bears the card's title; several bear their own. */
export function KpiCard({ title, description, kpis, notes, badge }: KpiCardProps) {
  return (
    <section class="card kpi-card" aria-label={title}>
      <div class="kpis">
        {kpis?.length === 0 && <Number kpi={NO_ROWS} label={title} description={description} />}
        {kpis ? (
          kpis.map((kpi, index) => (
            <Number
              key={index}
              kpi={kpi}
              label={labelAt(kpi.label ?? title, kpi.place)}
              description={description}
            />
          ))
        ) : (
          <div class="kpi" role="status" aria-label="Loading">
            <div class="kpi-label">{title}</div>
            <div class="skeleton-line" />
          </div>
        )}
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

function Number({
  kpi,
  label,
  description,
}: {
  kpi: Kpi;
  label: string;
  description?: string | undefined;
}) {
  const { value, delta, than, line } = kpi;
  const below = than ?? delta ?? description;
  return (
    <div class={line ? "kpi with-line" : "kpi"}>
      <div class="kpi-label">{label}</div>
      <div class="kpi-value num">{value}</div>
      {line && <Sparkline points={line} label={label} />}
      {below !== undefined && (
        <div class="kpi-delta">
          {delta && <Change delta={delta} />}
          {than !== undefined && <span>{than}</span>}
          {description !== undefined && <span class="kpi-description">{description}</span>}
        </div>
      )}
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
