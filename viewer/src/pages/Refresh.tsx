import { useState } from "preact/hooks";
import { useApp } from "../app/context.js";
import { Icon } from "../controls/Icon.js";
import { openPage } from "./pages.js";

/** Asks the sources again for what is shown, where this browser may; while that goes on, stops it. */
export function Refresh() {
  const { address, door, store } = useApp();
  const [asking, setAsking] = useState(false);
  if (!door.isOpen.value) return null;
  if (store.progress.value?.refresh) {
    return (
      <button type="button" class="button" onClick={() => void door.stop()}>
        Stop
      </button>
    );
  }
  const dashboard = openPage(address.path.value)?.dashboard;
  const ask = async () => {
    setAsking(true);
    await door.refresh(dashboard);
    setAsking(false);
  };
  return (
    <button
      type="button"
      class="icon-button"
      aria-label="Refresh: ask the sources again"
      title="Refresh: ask the sources again"
      disabled={asking || store.progress.value !== undefined}
      onClick={() => void ask()}
    >
      <Icon name="refresh" />
    </button>
  );
}
