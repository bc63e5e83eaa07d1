/** What `init` writes: a project that runs at once, on embedded sources with sample data. */
import { SCHEMA_COMMENT } from "./editor-schema.js";

const PROJECT = `${SCHEMA_COMMENT}
# Sources hold data, models query them, traces draw models, dashboards show traces: \`headwater serve\` follows every edit.
name: {{name}}

sources: # a file is a database with one table, named after the source
  - { name: orders, type: csv, file: data/orders.csv }
  - { name: customers, type: csv, file: data/customers.csv }
  # A server takes its secrets from the environment, or from a file \`.env\` beside this one:
  # - { name: shop, type: postgresql, host: "\${env.SHOP_HOST}", database: shop,
  #     username: "\${env.SHOP_USER}", password: "\${env.SHOP_PASSWORD}" }

models:
  - name: paid orders # this SQL runs where its source lives
    source: ref(orders)
    sql: |
      select customer_id, ordered_at, amount::decimal(10, 2) as amount
      from orders where status = 'paid'
  - name: people # all rows of the file
    source: ref(customers)
  - name: sales # a merge joins models of different sources, in DuckDB's SQL
    models: [ref(paid orders), ref(people)]
    sql: |
      select ordered_at, amount, people.name as customer, people.region
      from "paid orders" join people using (customer_id)

traces: # ?{ … } is SQL on the trace's model; a query that aggregates is grouped by the rest
  - name: revenue
    model: ref(sales)
    props: { type: indicator, mode: number, value: "?{ sum(amount) }", number: { prefix: $, valueformat: ",.0f" } }
  - name: revenue by month
    model: ref(sales)
    cohort_on: ?{ region } # one series per region
    order_by: ["?{ date_trunc('month', ordered_at) }", "?{ region }"]
    props:
      type: bar
      x: ?{ date_trunc('month', ordered_at) }
      y: ?{ sum(amount) }
  - name: revenue by customer
    model: ref(sales)
    order_by: ["?{ sum(amount) desc }"]
    columns: { orders: "?{ count(*) }" } # for tables
    props: { type: bar, x: "?{ customer }", y: "?{ sum(amount) }" }

dashboards:
  - name: overview
    description: Paid orders of the sample shop
    rows:
      - height: small
        items:
          - { width: 1, chart: { name: Total revenue, traces: [ref(revenue)] } }
          - { width: 3, chart: { name: Revenue per month, traces: [ref(revenue by month)] } }
      - height: medium
        items:
          - { chart: { name: Revenue per customer, traces: [ref(revenue by customer)] } }
          - table:
              name: Best customers
              traces: [ref(revenue by customer)]
              column_defs:
                - trace_name: revenue by customer
                  columns: [{ key: props.x, header: Customer }, { key: columns.orders, header: Orders }, { key: props.y, header: Revenue }]
`;

const IGNORED = `.env*
target/
.headwater/
`;

const PEOPLE = [
  ["Ada Obi", "north"],
  ["Bo Lind", "north"],
  ["Chen Wei", "east"],
  ["Dana Kay", "east"],
  ["Eli Roth", "south"],
  ["Fay Moss", "south"],
  ["Gus Hart", "west"],
  ["Ida Berg", "west"],
] as const;
const ORDERS = 240;
const FIRST_DAY = Date.UTC(2026, 0, 1);
const DAY_MILLISECONDS = 86_400_000;

/** The files by their path, with \`/\`. */
export function starterProject(name: string): ReadonlyMap<string, string> {
  return new Map([
    ["headwater.yml", PROJECT.replace("{{name}}", JSON.stringify(name))],
    [".gitignore", IGNORED],
    ["data/orders.csv", ordersCsv()],
    ["data/customers.csv", customersCsv()],
  ]);
}

function customersCsv(): string {
  const lines = PEOPLE.map(([person, region], index) => `${index + 1},${person},${region}`);
  return `customer_id,name,region\n${lines.join("\n")}\n`;
}

/**
 * Half a year of orders, the same in every project: an even spread by the golden ratio, rising
 * slowly.
 */
function ordersCsv(): string {
  const lines = Array.from({ length: ORDERS }, (_, index) => {
    const spread = (index * 0.618034) % 1;
    const day = Math.floor((index / ORDERS) * 181);
    const date = new Date(FIRST_DAY + day * DAY_MILLISECONDS).toISOString().slice(0, 10);
    const customer = 1 + Math.floor(((index * 0.754878) % 1) ** 1.4 * PEOPLE.length);
    const amount = (20 + 180 * spread * (1 + index / ORDERS)).toFixed(2);
    const status = index % 11 === 5 ? "cancelled" : "paid";
    return `${index + 1},${customer},${date},${amount},${status}`;
  });
  return `order_id,customer_id,ordered_at,amount,status\n${lines.join("\n")}\n`;
}
