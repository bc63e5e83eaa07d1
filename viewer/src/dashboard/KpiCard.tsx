import type { ComponentChildren } from "preact";
import type { Kpi } from "../charts/kpi.js";
import { NULL_TEXT } from "../format/text-form.js";
import "./kpi.css";

export interface KpiCardProps {
  readonly title: string;
  readonly description?: string | undefined;
  /** Absent while the data is on its way. */
  readonly kpis: readonly Kpi[] | undefined;
  /** What is not in the numbers. */
  readonly note?: string | undefined;
  readonly badge?: ComponentChildren;
}

/** In the place of the number of an empty result. */
const NO_ROWS: Kpi = { value: NULL_TEXT };
const MARKS = { up: "▲", down: "▼", level: "±" } as const;
const WORDS = { up: "up", down: "down", level: "unchanged" } as const;

/** Headline numbers. One number bears the card's title; several bear their own. */
export function KpiCard({ title, description, kpis, note, badge }: KpiCardProps) {
  return (
    <section class="card kpi-card" aria-label={title}>
      <div class="kpis">
        {kpis?.length === 0 && <Number kpi={NO_ROWS} label={title} description={description} />}
        {kpis ? (
          kpis.map((kpi, index) => (
            <Number key={index} kpi={kpi} label={kpi.label ?? title} description={description} />
          ))
        ) : (
          <div class="kpi" role="status" aria-label="Loading">
            <div class="kpi-label">{title}</div>
            <div class="skeleton-line" />
          </div>
        )}
      </div>
      {note !== undefined && <p class="card-note">{note}</p>}
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
  const { value, delta } = kpi;
  return (
    <div class="kpi">
      <div class="kpi-label">{label}</div>
      <div class="kpi-value num">{value}</div>
      {(delta ?? description !== undefined) && (
        <div class="kpi-delta">
          {delta && (
            <span
              class={`num ${delta.direction}`}
              {...(delta.colour ? { style: { color: delta.colour } } : {})}
            >
              <span aria-hidden="true">{MARKS[delta.direction]} </span>
              <span class="hidden-text">{WORDS[delta.direction]} </span>
              {delta.text}
            </span>
          )}
          {description !== undefined && <span>{description}</span>}
        </div>
      )}
    </div>
  );
}
