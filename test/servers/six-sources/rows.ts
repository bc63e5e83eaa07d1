/**
 * What a small shop wrote down in 2024 and 2025: the rows of `examples/six-sources`, invented and
 * the same at every call. Amounts are cents.
 */

const YEARS = [2024, 2025] as const;
const DAY = 86_400_000;
/** How busy a month is, January first. */
const SEASON = [0.8, 0.82, 0.93, 0.98, 1.04, 1, 0.9, 0.88, 1, 1.08, 1.32, 1.58] as const;

export const CHANNELS = ["Web shop", "Stores", "App"] as const;
export type Channel = (typeof CHANNELS)[number];

interface Trend {
  /** Sales of a usual day at the beginning. */
  readonly sales: number;
  /** By how much sales have grown after the two years. */
  readonly growth: number;
  /** Cents of a usual sale. */
  readonly cents: number;
  /** Visits for each sale. */
  readonly visits: number;
  /** Euro of advertising in a usual month. */
  readonly advertising: number;
}

const TRENDS: Readonly<Record<Channel, Trend>> = {
  "Web shop": { sales: 9, growth: 1.25, cents: 7_400, visits: 62, advertising: 3_400 },
  Stores: { sales: 15, growth: 0.94, cents: 4_300, visits: 5, advertising: 1_800 },
  App: { sales: 3, growth: 3.1, cents: 5_600, visits: 38, advertising: 1_400 },
};

export interface Sale {
  readonly id: number;
  /** Local time of the shop, as `2024-01-31 17:05:00`. */
  readonly at: string;
  readonly cents: number;
}

export interface ShopRows {
  /** Of the web shop; some were cancelled. */
  readonly orders: readonly (Sale & { readonly status: "paid" | "cancelled" })[];
  /** Of the tills. */
  readonly receipts: readonly (Sale & { readonly store: string })[];
  /** Of the app. */
  readonly purchases: readonly Sale[];
  /** A row for each day and channel. */
  readonly visits: readonly { readonly day: string; channel: Channel; visits: number }[];
  readonly spending: readonly {
    readonly booked: string;
    readonly channel: Channel;
    readonly campaign: string;
    readonly cents: number;
  }[];
  /** A row for each month, named by its first day, and channel. */
  readonly targets: readonly { readonly month: string; channel: Channel; cents: number }[];
}

export function shopRows(): ShopRows {
  const random = randomNumbers(2025);
  const days = daysOf(YEARS);
  const months = days.filter((day) => day.endsWith("-01"));
  const sales = (channel: Channel): Sale[] =>
    days
      .flatMap((day) =>
        Array.from({ length: countAround(busy(channel, day), random) }, () => ({
          at: `${day} ${openingTime(random)}`,
          cents: Math.round(TRENDS[channel].cents * (0.35 + 1.3 * random())),
        })),
      )
      .map((sale, index) => ({ id: index + 1, ...sale }));
  return {
    orders: sales("Web shop").map((sale) => ({
      ...sale,
      status: random() < 0.05 ? "cancelled" : "paid",
    })),
    receipts: sales("Stores").map((sale) => ({
      ...sale,
      store: random() < 0.6 ? "Harbour" : "Old Town",
    })),
    purchases: sales("App"),
    visits: days.flatMap((day) =>
      CHANNELS.map((channel) => {
        const expected = busy(channel, day) * TRENDS[channel].visits;
        return { day, channel, visits: Math.round(expected * (0.85 + 0.3 * random())) };
      }),
    ),
    spending: months.flatMap((month) =>
      CHANNELS.flatMap((channel) =>
        ["always on", "season"].map((campaign, index) => {
          const euro = TRENDS[channel].advertising * (index === 0 ? 0.6 : 0.4 * season(month) ** 2);
          const booked = `${month.slice(0, 8)}${index === 0 ? "03" : "17"}`;
          return { booked, channel, campaign, cents: Math.round(euro * (90 + 20 * random())) };
        }),
      ),
    ),
    targets: months.flatMap((month) =>
      CHANNELS.map((channel) => {
        const euro = (busy(channel, month) * 30.4 * TRENDS[channel].cents) / 100;
        return { month, channel, cents: Math.round(euro / 500) * 50_000 };
      }),
    ),
  };
}

/** Sales that are to be expected on a day. */
function busy(channel: Channel, day: string): number {
  const { sales, growth } = TRENDS[channel];
  const passed = (Date.parse(day) - Date.UTC(YEARS[0])) / (YEARS.length * 365 * DAY);
  return sales * (1 + (growth - 1) * passed) * season(day);
}

function season(day: string): number {
  return SEASON[Number(day.slice(5, 7)) - 1] ?? 1;
}

function countAround(expected: number, random: () => number): number {
  return Math.floor(expected * (0.6 + 0.8 * random()) + random());
}

/** Between nine and eight. */
function openingTime(random: () => number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${two(9 + 11 * random())}:${two(60 * random())}:00`;
}

function daysOf(years: readonly number[]): string[] {
  return years.flatMap((year) => {
    const first = Date.UTC(year);
    const count = (Date.UTC(year + 1) - first) / DAY;
    return Array.from({ length: count }, (_, index) =>
      new Date(first + index * DAY).toISOString().slice(0, 10),
    );
  });
}

/** From 0 to 1, the same row of numbers for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    // Numerical Recipes' generator; the upper bits are the good ones.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}
