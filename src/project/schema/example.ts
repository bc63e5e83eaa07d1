import type { Target } from "./reference.js";
import type { Field, FieldType, TypeNamed } from "./field.js";

/** Names that objects of the kinds may have. */
const NAMES = {
  source: "warehouse",
  model: "orders",
  trace: "sales",
  chart: "Sales",
  table: "Orders",
  selector: "Regions",
  dashboard: "Shop",
  test: "some sales",
  alert: "failures",
  destination: "team",
  row: "first row",
  item: "notes",
} as const satisfies Record<Target, string>;

const EXAMPLES: {
  readonly [Is in FieldType["is"]]: (type: TypeNamed<Is>) => string | undefined;
} = {
  text: () => undefined,
  name: () => undefined,
  choice: ({ values }) => values[0],
  number: () => undefined,
  boolean: () => "true",
  false: () => "false",
  link: () => "https://example.com/",
  duration: () => "30s",
  bytes: () => "500MB",
  timeZone: () => "Europe/Berlin",
  language: () => "de-DE",
  columnType: () => "int64",
  list: () => undefined,
  map: () => undefined,
  object: () => undefined,
  either: () => undefined,
  reference: ({ to }) => to[0] && `ref(${NAMES[to[0]]})`,
  sql: () => "?{ amount }",
  "test expression": () => '">{ any_test_failed() }"',
  late: ({ of }) => typeExample(of),
  maps: () => undefined,
  "free map": () => undefined,
  config: () => undefined,
};

/** A value of a field as YAML writes it: its own example, else one that its type suggests. */
export function exampleOf({ example, type }: Field): string | undefined {
  return example ?? typeExample(type);
}

function typeExample(type: FieldType): string | undefined {
  // The table's key and the type's name are the same, which an index by a union cannot express.
  const example = EXAMPLES[type.is] as (type: FieldType) => string | undefined;
  return example(type);
}
