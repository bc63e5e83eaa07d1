// Runs before the first paint; `viewer/src/theme/theme.ts` takes over from here.
{
  let choice = null;
  try {
    choice = localStorage.getItem("headwater-theme");
  } catch {
    // Storage may be switched off; the system's setting decides then.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = choice ?? (dark ? "dark" : "light");
}
