import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../app/context.js";
import { usePart } from "../app/part.js";
import { Icon } from "../controls/Icon.js";
import "./search.css";

/** Milliseconds after which nothing that is in sight waits for code any more. */
const REST = 1_500;

/** Opens with a click, with Ctrl or Cmd and K, and with a slash; leads to dashboards and what is on them. */
export function Search() {
  const { store } = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  /** What is typed until the box is there; undefined while no search is open. */
  const early = useRef<string | undefined>(undefined);
  const ask = () => {
    early.current ??= "";
    setOpen(true);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (asksForSearch(event)) ask();
      else if (isWaiting(dialog.current, early.current) && isLetter(event)) {
        early.current += event.key;
      } else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  useEffect(() => {
    // What cannot be loaded is told to who searches.
    const timer = setTimeout(() => void loadBox().catch(() => undefined), REST);
    return () => clearTimeout(timer);
  }, []);
  if (!store.site.value) return null;
  return (
    <>
      <button
        type="button"
        class="search-open"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={ask}
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
          onClose={() => {
            early.current = undefined;
            setOpen(false);
          }}
          onClick={({ target, currentTarget }) => {
            // Everything inside lies in a box of its own: this is the ground around it.
            if (target === currentTarget) currentTarget.close();
          }}
        >
          <Box typed={() => early.current ?? ""} onDone={() => dialog.current?.close()} />
        </dialog>
      )}
    </>
  );
}

async function loadBox() {
  return (await import("./SearchBox.js")).SearchBox;
}

function Box(props: { typed: () => string; onDone: () => void }) {
  const box = usePart(loadBox);
  if (box.state === "ready") return <box.part {...props} />;
  return box.state === "failed" ? (
    <p class="search-failed">The search could not be loaded. Load the page again.</p>
  ) : null;
}

/** Whether a search was asked for whose box has not been loaded yet. */
function isWaiting(dialog: HTMLDialogElement | null, early: string | undefined): early is string {
  return early !== undefined && !dialog?.querySelector("input");
}

function isLetter({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return /^.$/su.test(key) && !ctrlKey && !metaKey;
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
