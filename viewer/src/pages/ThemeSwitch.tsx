import { useApp } from "../app/context.js";
import { Icon } from "../controls/Icon.js";

/** Changes between the light and the dark theme. */
export function ThemeSwitch() {
  const { theme } = useApp();
  const dark = theme.mode.value === "dark";
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={dark ? "Use the light theme" : "Use the dark theme"}
      onClick={() => theme.toggle()}
    >
      <Icon name={dark ? "sun" : "moon"} />
    </button>
  );
}
