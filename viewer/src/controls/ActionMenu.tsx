import { useId, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "./Icon.js";
import { placePopover } from "./place-popover.js";
import "./action-menu.css";

/** An entry of a menu: a link, or something to do. */
export type Action = {
  readonly label: string;
  readonly icon: IconName;
} & ({ readonly href: string } | { readonly run: () => void });

export interface ActionMenuProps {
  /** Of the button, which shows three dots only. */
  readonly label: string;
  readonly actions: readonly Action[];
}

const ITEMS = "[role=menuitem]";

/**
 * A button that opens a menu. Arrows, Home, End and first letters move in it; Escape and Tab close
 * it, and the button has the focus again.
 */
export function ActionMenu({ label, actions }: ActionMenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  function focusItem(place: (at: number, count: number) => number): void {
    const items = [...(menu.current?.querySelectorAll<HTMLElement>(ITEMS) ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    items.at(place(at, items.length) % items.length)?.focus();
  }

  function close(): void {
    menu.current?.hidePopover();
    button.current?.focus();
  }

  function onMenuKey(event: KeyboardEvent): void {
    const { key } = event;
    // The focus goes on from the button.
    if (key === "Tab") return close();
    const move =
      MOVES[key] ?? (key.length === 1 && key !== " " ? toLetter(actions, key) : undefined);
    if (move) focusItem(move);
    else if (key === " " && event.target instanceof HTMLElement) event.target.click();
    else return undefined;
    return event.preventDefault();
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        class="icon-button small"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        popovertarget={id}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" || open) return;
          event.preventDefault();
          menu.current?.showPopover();
        }}
      >
        <Icon name="more" />
      </button>
      <div
        ref={menu}
        id={id}
        class="action-menu"
        popover="auto"
        role="menu"
        aria-label={label}
        onToggle={({ newState }) => {
          setOpen(newState === "open");
          if (newState !== "open") return;
          placePopover(button.current, menu.current, "end");
          focusItem(() => 0);
        }}
        onKeyDown={onMenuKey}
        onClick={close}
      >
        {actions.map((action) => (
          <Item key={action.label} action={action} />
        ))}
      </div>
    </>
  );
}

function Item({ action }: { action: Action }) {
  const inner = (
    <>
      <Icon name={action.icon} />
      {action.label}
    </>
  );
  return "href" in action ? (
    <a role="menuitem" tabIndex={-1} href={action.href}>
      {inner}
    </a>
  ) : (
    <button type="button" role="menuitem" tabIndex={-1} onClick={() => action.run()}>
      {inner}
    </button>
  );
}

type Move = (at: number, count: number) => number;

const MOVES: Readonly<Record<string, Move | undefined>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => Math.max(at, 0) - 1,
  Home: () => 0,
  End: () => -1,
};

/** To the next entry that begins with a letter; stays where there is none. */
function toLetter(actions: readonly Action[], letter: string): Move {
  const begins = actions.map(({ label }) => label.toLowerCase().startsWith(letter.toLowerCase()));
  return (at, count) => {
    const steps = begins.map((_, step) => (at + 1 + step) % count);
    return steps.find((place) => begins[place]) ?? at;
  };
}
