import { useEffect, useRef, useState } from "preact/hooks";
import type { DefinedAt, SiteQueries, SiteQuery } from "../../../src/contract/pages/queries.js";
import { useApp } from "../app/context.js";
import { copyText } from "../controls/copy-text.js";
import { DiagnosticList } from "../controls/DiagnosticList.js";
import { Icon } from "../controls/Icon.js";
import "./query-panel.css";

export interface QueryPanelProps {
  readonly kind: "chart" | "table";
  readonly name: string;
  readonly title: string;
  /** Of the dashboard's queries. */
  readonly url: string;
  readonly onClose: () => void;
}

/** What is asked for the rows of a card, where that goes and where it is written. */
export function QueryPanel({ kind, name, title, url, onClose }: QueryPanelProps) {
  const { store } = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const state = store.document(url, "What is asked for the rows").value;
  return (
    <dialog
      ref={dialog}
      class="query-panel"
      aria-label={`Query of ${title}`}
      onClose={onClose}
      onClick={({ target, currentTarget }) => {
        // Everything inside lies in a box of its own: this is the ground around it.
        if (target === currentTarget) currentTarget.close();
      }}
    >
      <div class="query-box">
        <div class="query-head">
          <h2>{title}</h2>
          <button
            type="button"
            class="icon-button small"
            aria-label="Close"
            onClick={() => dialog.current?.close()}
          >
            <Icon name="close" />
          </button>
        </div>
        {state.state === "failed" && <DiagnosticList diagnostics={state.problems} />}
        {state.state === "ready" && (
          // The server and `dist` write it in the contract's shape.
          <Queries queries={queriesOf(state.document as SiteQueries, kind, name)} />
        )}
      </div>
    </dialog>
  );
}

function queriesOf(
  { charts, tables }: SiteQueries,
  kind: QueryPanelProps["kind"],
  name: string,
): readonly SiteQuery[] {
  return (kind === "chart" ? charts : tables)[name] ?? [];
}

function Queries({ queries }: { queries: readonly SiteQuery[] }) {
  if (queries.length === 0) return <p class="soft">Nothing is asked for this card.</p>;
  return (
    <>
      {queries.map((query) => (
        <Query key={`${query.of.kind} ${query.of.name}`} query={query} />
      ))}
    </>
  );
}

function Query({ query }: { query: SiteQuery }) {
  const { of, model, sql, command } = query;
  const text = sql ?? command?.join(" ");
  const [copied, setCopied] = useState(false);
  const copy = async () => text !== undefined && setCopied(await copyText(text));
  return (
    <section class="query" aria-label={`${of.kind} ${of.name}`}>
      <div class="query-about">
        <p>
          <Defined at={of} />
          {model && (
            <>
              {" "}
              on <Defined at={model} />
            </>
          )}
        </p>
        <p class="muted">{placeText(query)}</p>
      </div>
      {text !== undefined && (
        <>
          <button type="button" class="button" onClick={() => void copy()}>
            {copied ? "Copied" : "Copy"}
            <span class="hidden-text"> the query of {of.name}</span>
          </button>
          <pre tabIndex={0} aria-label={`Query of ${of.name}`}>
            {text}
          </pre>
        </>
      )}
    </section>
  );
}

function Defined({ at: { kind, name, file, line } }: { at: DefinedAt }) {
  return (
    <>
      {kind} <b>{name}</b>{" "}
      <span class="mono soft">
        {file}:{line}
      </span>
    </>
  );
}

function placeText({ how, source }: SiteQuery): string {
  const place = source ? `${source.name} (${source.type})` : "the embedded DuckDB";
  const texts: Record<SiteQuery["how"], string> = {
    sent: `Sent to ${place}`,
    moved: `Of this only what is needed is asked for, from ${place}; headwater explain shows that`,
    scanned: `Read in place from ${place}`,
    joined: `Run by ${place}`,
    command: "The output of a command",
    static: "Nothing is asked: its values are written in the project",
  };
  return texts[how];
}
