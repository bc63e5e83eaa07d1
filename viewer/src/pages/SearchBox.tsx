import { useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { useApp } from "../app/context.js";
import { Icon, type IconName } from "../controls/Icon.js";
import { stripMarkup } from "../format/markup.js";
import { entriesOf, findPages, type Found } from "./find-pages.js";
import "./search-box.css";

/** What is shown of a long list; more words narrow it. */
const MOST_SHOWN = 50;

const ICONS: Readonly<Record<Found["kind"], IconName>> = {
  dashboard: "dashboards",
  chart: "chart",
  table: "table",
  input: "filter",
  model: "model",
  source: "source",
};

/** A box, and below it what it finds; the arrows choose among that. */
export function SearchBox({ typed, onDone }: { typed: () => string; onDone: () => void }) {
  const { address, store } = useApp();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  // The dialog may have been opened, and typed into, before this code was there.
  useLayoutEffect(() => input.current?.focus(), []);
  const [text, setText] = useState(typed);
  const [at, setAt] = useState(0);
  const dashboards = store.site.value?.dashboards ?? [];
  const entries = useMemo(() => entriesOf(dashboards, stripMarkup), [dashboards]);
  const found = useMemo(() => findPages(entries, text), [entries, text]);
  const shown = found.slice(0, MOST_SHOWN);
  const kinds = new Set(entries.map(({ kind }) => kind));
  const sought = soughtText(kinds);
  const optionId = (index: number) => `${id}-${index}`;

  function go({ path, external }: Found): void {
    onDone();
    if (external) window.open(path, "_blank", "noopener");
    else address.go(path);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const { key } = event;
    const chosen = shown[at];
    if (key === "Enter" && chosen) go(chosen);
    else if (key === "ArrowDown" || key === "ArrowUp") {
      const step = key === "ArrowDown" ? 1 : -1;
      const next = (at + step + shown.length) % Math.max(1, shown.length);
      setAt(next);
      document.getElementById(optionId(next))?.scrollIntoView({ block: "nearest" });
    } else return;
    event.preventDefault();
  }

  return (
    <div class="search-box">
      <label class="search-text">
        <Icon name="search" />
        <input
          ref={input}
          type="search"
          role="combobox"
          list={undefined}
          aria-label={sought}
          placeholder={sought}
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={shown[at] ? optionId(at) : undefined}
          autocomplete="off"
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => {
            setText(currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      <ul id={id} class="search-found" role="listbox" aria-label="Found">
        {shown.map((one, index) => (
          <li
            key={`${one.kind} ${one.title} ${one.path}`}
            id={optionId(index)}
            role="option"
            aria-selected={index === at}
            onPointerMove={() => setAt(index)}
            onClick={() => go(one)}
          >
            <Icon name={one.external ? "link" : ICONS[one.kind]} />
            <span class="search-title">{one.title}</span>
            <span class="muted">{one.note}</span>
          </li>
        ))}
      </ul>
      <p class="search-count muted" role="status">
        {countText(found.length, shown.length, text)}
      </p>
    </div>
  );
}

function soughtText(kinds: ReadonlySet<Found["kind"]>): string {
  const words = [
    "Dashboard",
    "chart",
    "table",
    ...(kinds.has("input") ? ["filter"] : []),
    ...(kinds.has("model") || kinds.has("source") ? ["model", "source"] : []),
  ];
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

function countText(found: number, shown: number, text: string): string {
  if (found === 0) return `Nothing is called “${text.trim()}” here.`;
  return found > shown ? `${shown} of ${found}; another word narrows them` : "";
}
