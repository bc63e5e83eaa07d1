/** Puts a popover below its button, or above where there is no room, inside of the window. */
export function placePopover(
  button: HTMLElement | null,
  popover: HTMLElement | null,
  align: "start" | "end" = "start",
): void {
  if (!button || !popover) return;
  const { left, right, bottom, top } = button.getBoundingClientRect();
  const room = document.documentElement;
  const wanted = align === "start" ? left : right - popover.offsetWidth;
  const x = Math.max(12, Math.min(wanted, room.clientWidth - popover.offsetWidth - 12));
  const below = bottom + 6 + popover.offsetHeight < room.clientHeight;
  popover.style.left = `${x}px`;
  popover.style.top = `${below ? bottom + 6 : Math.max(12, top - 6 - popover.offsetHeight)}px`;
}
