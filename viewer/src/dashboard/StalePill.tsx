import { useApp } from "../app/context.js";
import { clockTime } from "../format/moment.js";

/** Says that a newer result could not be had; opens the reasons. */
export function StalePill({
  since,
  open,
  onToggle,
}: {
  since: string;
  open: boolean;
  readonly onToggle: () => void;
}) {
  const { formatter, now } = useApp();
  return (
    <button type="button" class="pill warn" aria-expanded={open} onClick={onToggle}>
      <span class="dot warn" />
      Data from {clockTime(since, formatter.value.zone, now.value)}
    </button>
  );
}
