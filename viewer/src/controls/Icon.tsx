const PATHS = {
  dashboards:
    "M3.2 2h2.8a1.2 1.2 0 0 1 1.2 1.2v4a1.2 1.2 0 0 1-1.2 1.2H3.2A1.2 1.2 0 0 1 2 7.2v-4A1.2 1.2 0 0 1 3.2 2zM10 2h2.8A1.2 1.2 0 0 1 14 3.2v1.2a1.2 1.2 0 0 1-1.2 1.2H10a1.2 1.2 0 0 1-1.2-1.2V3.2A1.2 1.2 0 0 1 10 2zM3.2 10.4H6a1.2 1.2 0 0 1 1.2 1.2v1.2A1.2 1.2 0 0 1 6 14H3.2A1.2 1.2 0 0 1 2 12.8v-1.2a1.2 1.2 0 0 1 1.2-1.2zM10 7.6h2.8A1.2 1.2 0 0 1 14 8.8v4a1.2 1.2 0 0 1-1.2 1.2H10a1.2 1.2 0 0 1-1.2-1.2v-4A1.2 1.2 0 0 1 10 7.6z",
  search: "M11.4 7A4.4 4.4 0 1 1 2.6 7a4.4 4.4 0 0 1 8.8 0zM10.4 10.4 14 14",
  moon: "M13.4 9.6A5.8 5.8 0 0 1 6.4 2.6a5.8 5.8 0 1 0 7 7z",
  sun: "M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM8 1.6v1.2M8 13.2v1.2M1.6 8h1.2M13.2 8h1.2M3.5 3.5l.8.8M11.7 11.7l.8.8M12.5 3.5l-.8.8M4.3 11.7l-.8.8",
  table:
    "M3.4 2.8h9.2A1.4 1.4 0 0 1 14 4.2v7.6a1.4 1.4 0 0 1-1.4 1.4H3.4A1.4 1.4 0 0 1 2 11.8V4.2a1.4 1.4 0 0 1 1.4-1.4zM2 6.2h12M2 9.7h12M6.6 6.2v7",
  chart: "M2.4 2.4v11.2h11.2M5.4 10.6V8.4M8.4 10.6V5M11.4 10.6V6.8",
  download: "M8 2.4v7.4M4.8 6.8 8 10l3.2-3.2M2.8 13.2h10.4",
  chevron: "m4.4 6.4 3.6 3.4 3.6-3.4",
  next: "m6.4 4.4 3.4 3.6-3.4 3.6",
  previous: "M9.6 4.4 6.2 8l3.4 3.6",
  warning: "M8 2.2 14.4 13.4H1.6zM8 6.4v3.2M8 11.6v.1",
  empty: "M2 3h12L9.6 8.4v4.4l-3.2 1V8.4z",
  refresh: "M13.4 8a5.4 5.4 0 1 1-1.7-3.9M13.6 2.2v3h-3",
  clock: "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 4.8V8l2.2 1.6",
  link: "M6.6 9.4 9.4 6.6M7 4.4l1-1a3 3 0 0 1 4.4 4.2l-1.2 1.2M9 11.6l-1 1a3 3 0 0 1-4.4-4.2l1.2-1.2",
  filter: "M2 4.2h12M4.4 8h7.2M6.8 11.8h2.4",
  close: "m4.4 4.4 7.2 7.2M11.6 4.4l-7.2 7.2",
} as const;

export type IconName = keyof typeof PATHS;

/** A decoration: what it means is said by the text beside it or the label of its button. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 16 16"
      width={size}
      height={size}
      style={{ width: size, height: size }}
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
