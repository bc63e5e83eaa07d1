/** The inputs of a dashboard under its title; on phones behind one button. */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { InputSettings } from "../../../src/contract/input.js";
import { DiagnosticList } from "../controls/DiagnosticList.js";
import { Icon } from "../controls/Icon.js";
import { useMedia } from "../controls/use-media.js";
import { InputControl, InputSection } from "./InputControl.js";
import { useMeant } from "./meant.js";
import type { PageInputs } from "./page-inputs.js";
import "./inputs.css";

const PHONE = "(max-width: 600px)";

interface InputBarProps {
  readonly page: PageInputs;
  /** Those that no item shows. */
  readonly inputs: readonly InputSettings[];
}

export function InputBar({ page, inputs }: InputBarProps) {
  const phone = useMedia(PHONE);
  const problems = page.problems();
  const isReset = page.changed() > 0 || problems.length > 0;
  return (
    <>
      {(inputs.length > 0 || isReset) && (
        <div class="input-bar" role="group" aria-label="Filters">
          {phone && inputs.length > 0 ? (
            <Sheet page={page} inputs={inputs} />
          ) : (
            inputs.map((input) => <InputControl key={input.name} page={page} input={input} />)
          )}
          {isReset && (
            <button type="button" class="link-button" onClick={page.reset}>
              Reset all
            </button>
          )}
        </div>
      )}
      {problems.length > 0 && (
        <div class="card input-problems" role="status">
          <DiagnosticList diagnostics={problems} />
        </div>
      )}
    </>
  );
}

/** All inputs below each other, over the page. */
function Sheet({ page, inputs }: InputBarProps) {
  const title = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  const changed = page.changed();
  const isMeant = useMeant();
  const meant = inputs.some(({ name }) => isMeant(name));
  useEffect(() => {
    if (meant) show();
  }, [meant]);

  function show(): void {
    setOpen(true);
    if (dialog.current?.open === false) dialog.current.showModal();
  }

  return (
    <>
      <button
        type="button"
        class={changed > 0 ? "chip changed" : "chip"}
        aria-haspopup="dialog"
        onClick={show}
      >
        <Icon name="filter" size={14} />
        <b>{changed > 0 ? `Filters (${changed})` : "Filters"}</b>
      </button>
      <dialog ref={dialog} class="sheet" aria-labelledby={title} onClose={() => setOpen(false)}>
        <div class="sheet-head">
          <h2 id={title}>Filters</h2>
          {changed > 0 && (
            <button type="button" class="link-button" onClick={page.reset}>
              Reset all
            </button>
          )}
          <button
            type="button"
            class="icon-button"
            aria-label="Close filters"
            onClick={() => dialog.current?.close()}
          >
            <Icon name="close" />
          </button>
        </div>
        {open && (
          <div class="sheet-body">
            {inputs.map((input) => (
              <InputSection key={input.name} page={page} input={input} />
            ))}
          </div>
        )}
        <div class="sheet-foot">
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            Done
          </button>
        </div>
      </dialog>
    </>
  );
}
