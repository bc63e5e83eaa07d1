import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { Icon } from "./Icon.js";
import { placePopover } from "./place-popover.js";
import "./choice.css";

export interface ChipMenuProps {
  readonly label: string;
  /** What is chosen. */
  readonly summary: string;
  /** Whether something else than the default is. */
  readonly changed: boolean;
  readonly small?: boolean;
  /** Offered beside a choice that is changed: back to the default. */
  readonly onReset?: () => void;
  /** Made when the menu is open. */
  readonly children: () => ComponentChildren;
}

/** A chip that says what is chosen and opens what to choose from. */
export function ChipMenu(props: ChipMenuProps) {
  const { label, summary, changed, small = false, onReset, children } = props;
  const id = useId();
  const place = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  /** What is inside is made before the panel is shown, and can be measured in the frame after. */
  function onOpening(): void {
    setOpen(true);
    requestAnimationFrame(() => {
      placePopover(button.current, panel.current);
      panel.current?.querySelector<HTMLElement>("[type=search]")?.focus({ preventScroll: true });
    });
  }

  return (
    <span ref={place} class="chip-place">
      <button
        ref={button}
        type="button"
        class={`chip${changed ? " changed" : ""}${small ? " small" : ""}`}
        popovertarget={id}
        aria-haspopup="dialog"
      >
        <span class="chip-name">{label}</span>
        <b>{summary}</b>
        <Icon name="chevron" size={13} />
      </button>
      {changed && onReset && (
        <button
          type="button"
          class="chip-reset"
          aria-label={`Reset ${label}`}
          title={`Reset ${label}`}
          onClick={() => {
            button.current?.focus();
            onReset();
          }}
        >
          <Icon name="close" size={13} />
        </button>
      )}
      <div
        ref={panel}
        id={id}
        class="choices"
        popover="auto"
        role="dialog"
        aria-label={label}
        onBeforeToggle={({ newState }) => newState === "open" && onOpening()}
        // Not before: the focus inside goes back to the button.
        onToggle={({ newState }) => newState === "closed" && setOpen(false)}
        onFocusOut={({ relatedTarget: next }) => {
          if (next instanceof Node && !place.current?.contains(next)) panel.current?.hidePopover();
        }}
      >
        {open && children()}
      </div>
    </span>
  );
}
