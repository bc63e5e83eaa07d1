import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import { useApp } from "../app/context.js";
import { stripMarkup } from "../format/markup.js";
import { Icon, type IconName } from "../controls/Icon.js";
import { entriesOf, findPages, type Found } from "./find-pages.js";
import "./search.css";

/** What is shown of a long list; more words narrow it. */
const MOST_SHOWN = 50;

const ICONS: Readonly<Record<Found["kind"], IconName>> = {
  dashboard: "dashboards",
  chart: "chart",
  table: "table",
  model: "model",
  source: "source",
};

/** Opens with a click, with Ctrl or Cmd and K, and with a slash; leads to dashboards and cards. */
export function Search() {
  const { store } = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!asksForSearch(event)) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  if (!store.site.value) return null;
  return (
    <>
      <button
        type="button"
        class="search-open"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen(true)}
      >
        <Icon name="search" />
        <span>Search or jump to…</span>
        <kbd aria-hidden="true">{isMac() ? "⌘ K" : "Ctrl K"}</kbd>
      </button>
      {open && (
        <dialog
          ref={dialog}
          class="search"
          aria-label="Search"
          onClose={() => setOpen(false)}
          onClick={({ target, currentTarget }) => {
            // Everything inside lies in a box of its own: this is the ground around it.
            if (target === currentTarget) currentTarget.close();
          }}
        >
          <SearchBox onDone={() => dialog.current?.close()} />
        </dialog>
      )}
    </>
  );
}

/** A box, and below it what it finds; the arrows choose among that. */
function SearchBox({ onDone }: { onDone: () => void }) {
  const { address, store } = useApp();
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const dashboards = store.site.value?.dashboards ?? [];
  const entries = useMemo(() => entriesOf(dashboards, stripMarkup), [dashboards]);
  const found = useMemo(() => findPages(entries, text), [entries, text]);
  const shown = found.slice(0, MOST_SHOWN);
  const sought = entries.some(({ kind }) => kind === "model" || kind === "source")
    ? "Dashboard, chart, table, model or source"
    : "Dashboard, chart or table";
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
          autofocus
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

function countText(found: number, shown: number, text: string): string {
  if (found === 0) return `Nothing is called “${text.trim()}” here.`;
  return found > shown ? `${shown} of ${found}; another word narrows them` : "";
}

/** A slash asks too, where it is not written into something. */
function asksForSearch({
  key,
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
  target,
}: KeyboardEvent): boolean {
  if (altKey) return false;
  if ((ctrlKey || metaKey) && !shiftKey) return key.toLowerCase() === "k";
  const isWriting = target instanceof Element && target.matches("input, textarea, select");
  return key === "/" && !ctrlKey && !metaKey && !isWriting;
}

function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}
