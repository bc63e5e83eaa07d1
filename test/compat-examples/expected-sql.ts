/** What the examples of version 1.0 must show, as SQL for SQLite over their own data. */

export interface CompatExample {
  /** SQLite files by the schema under which the SQL addresses them. */
  readonly databases: Readonly<Record<string, string>>;
  /** Tables from CSV: a file of the example, or the text that a script prints. */
  readonly csv?: Readonly<Record<string, string>>;
  readonly traces: Readonly<Record<string, { readonly sql: string; readonly ordered?: true }>>;
  /** What a run tells about rows that compat mode removed or split. */
  readonly notices: readonly string[];
}

function perStation(station: string): CompatExample["traces"] {
  const query = (y: string, name: string) =>
    `select day as "props.x", ${y} as "props.y", '${station} ${name}' as cohort
     from weather.readings where station = '${station}' group by day order by day`;
  return {
    [`${station} mean`]: { sql: query("sum(celsius) / count(celsius)", "mean"), ordered: true },
    [`${station} warmest`]: { sql: query("max(celsius)", "warmest"), ordered: true },
    [`${station} readings`]: {
      sql: query("sum(celsius is not null)", "readings"),
      ordered: true,
    },
  };
}

export const COMPAT_EXAMPLES: Readonly<Record<string, CompatExample>> = {
  "compat-context-strings": {
    databases: { meters: "data/meters.sqlite", tariffs: "data/tariffs.sqlite" },
    traces: {
      "usage per hour": {
        sql: `select hour as "props.x", sum(watts) as "props.y", 'usage per hour' as cohort
              from meters.usage group by hour order by hour`,
        ordered: true,
      },
      "tariff per hour": {
        sql: `select hour as "props.x", max(cent) as "props.y", 'tariff per hour' as cohort
              from tariffs.tariff group by hour order by hour`,
        ordered: true,
      },
      "usage per room": {
        sql: `select hour as "props.x", max(watts) as "props.y", room as cohort
              from meters.usage group by room, hour`,
      },
    },
    notices: [],
  },
  "compat-includes": {
    databases: { library: "data/library.sqlite", people: "data/members.sqlite" },
    traces: {
      "loans per month": {
        sql: `select substr(lent_on, 1, 7) as "props.x", count(*) as "props.y", branch as cohort
              from library.loans group by 1, 3`,
      },
      "members per town": {
        sql: `select town as "props.labels", count(*) as "props.values", 'members per town' as cohort
              from people.members where left_on is null group by town`,
      },
    },
    notices: [],
  },
  "compat-loops": {
    databases: { weather: "data/weather.sqlite" },
    traces: { ...perStation("harbour"), ...perStation("hill"), ...perStation("valley") },
    notices: [],
  },
  "compat-null-cohorts": {
    databases: { desk: "data/desk.sqlite" },
    traces: {
      "open tickets": {
        sql: `select opened_on as "props.x", hours as "props.y", team as cohort
              from desk.tickets where team is not null`,
      },
      "hours per team": {
        sql: `select priority as "props.x", sum(hours) as "props.y", count(hours) as "props.text",
                team as cohort
              from desk.tickets where team is not null group by team, priority`,
      },
      "long and short": {
        sql: `select ifnull(team, 'nobody') as "props.x", count(*) as "props.y",
                iif(hours > 8, 'long', 'short') as cohort
              from desk.tickets where hours > 0 group by 1, 3`,
      },
      "one series": {
        sql: `select team as "props.labels", count(*) as "props.values", 'one series' as cohort
              from desk.tickets group by team`,
      },
    },
    notices: [
      "hours per team: 2 rows were left out, because their `cohort_on` is NULL",
      "long and short: 2 rows were left out, because their `cohort_on` is NULL",
      "open tickets: 2 rows were left out, because their `cohort_on` is NULL",
    ],
  },
  "compat-order-duplicates": {
    databases: { race: "data/race.sqlite" },
    traces: {
      "lap times": {
        sql: `select distinct seconds as "props.x", 'lap times' as cohort from race.laps`,
      },
      "lap times in order": {
        sql: `select runner as "props.x", seconds as "props.y", 'lap times in order' as cohort
              from (select distinct runner, seconds, lap from race.laps) order by lap, runner`,
        ordered: true,
      },
      "seconds per runner by lap": {
        sql: `select runner as "props.x",
                (select sum(seconds) from race.laps b where b.runner = a.runner and b.lap = a.lap) as "props.y",
                'seconds per runner by lap' as cohort
              from (select distinct runner, lap from race.laps) a order by lap, runner`,
        ordered: true,
      },
      "seconds per runner": {
        sql: `select * from (
                select runner as "props.x", sum(seconds) as "props.y", 'seconds per runner' as cohort
                from race.laps group by runner
              ) order by "props.y" desc`,
        ordered: true,
      },
      "fast laps": {
        sql: `select * from (
                select runner as "props.x", sum(seconds < 75 or lap = 1) as "props.y", 'fast laps' as cohort
                from race.laps group by runner
              ) where "props.y" > 1 order by "props.x" desc`,
        ordered: true,
      },
    },
    notices: [
      "lap times in order: 1 row equals another one and is not drawn again",
      "lap times: 4 rows equal others and are not drawn again",
      "seconds per runner by lap: Grouped by `lap` of `order_by` as well, which makes 8 rows of 3",
    ],
  },
  "compat-scripts-merges": {
    databases: { orchard: "data/orchard.sqlite" },
    csv: {
      harvest: "data/harvest.csv",
      prices: "variety,per_kilo,season\nElstar,2.5,early\nBoskoop,1.75,\nCox,,late\n",
    },
    traces: {
      "kilos per day": {
        sql: `select day as "props.x", sum(kilos) as "props.y", 'kilos per day' as cohort
              from harvest group by day order by day`,
        ordered: true,
      },
      "kilos per month": {
        sql: `select strftime('%Y-%m', day) as "props.x", sum(kilos) as "props.y", 'kilos per month' as cohort
              from harvest group by 1`,
      },
      "money per month and variety": {
        sql: `select strftime('%Y-%m', h.day) as "props.x", sum(h.kilos * p.per_kilo) as "props.y",
                count(*) as "props.text", t.variety as cohort
              from harvest h, orchard.trees t left join prices p on p.variety = t.variety
              where t.id = h.tree group by 1, 4`,
      },
      "season known": {
        sql: `select ifnull((select season from prices p where p.variety = t.variety), 'not known') as "props.labels",
                sum(h.kilos) as "props.values", 'season known' as cohort
              from harvest h, orchard.trees t where t.id = h.tree group by 1`,
      },
    },
    notices: ["prices: 1 value such as `NA` or `null` is NULL"],
  },
  "compat-tables-selectors": {
    databases: { till: "data/till.sqlite" },
    traces: {
      "sales per day": {
        sql: `select day as "props.x", sum(pieces) as "props.y", product as cohort
              from till.sales group by product, day`,
      },
      takings: {
        sql: `select shop as "props.x", sum(pieces * price) as "props.y", product as cohort
              from till.sales group by product, shop`,
      },
      "table of sales": {
        sql: `select shop as "columns.shop", product as "columns.product", sum(pieces) as "columns.pieces",
                round(sum(pieces * price), 2) as "columns.takings",
                count(distinct day) as "columns.days", 'table of sales' as cohort
              from till.sales group by shop, product order by shop, product`,
        ordered: true,
      },
    },
    notices: [],
  },
};
