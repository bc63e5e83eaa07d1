import type { Kind, ProjectObject } from "../objects.js";
import type { KindDefinition } from "../schema/declaration.js";
import { ALERT } from "./alert.js";
import { CHART } from "./chart.js";
import { DASHBOARD } from "./dashboard.js";
import { DESTINATION } from "./destination.js";
import { MODEL } from "./model.js";
import { SELECTOR } from "./selector.js";
import { SOURCE } from "./source.js";
import { TABLE } from "./table.js";
import { TEST } from "./test.js";
import { TRACE } from "./trace.js";

/** The kinds of objects: a new one is a line here and a line in `objects.ts`. */
export const KIND_DEFINITIONS = {
  source: SOURCE,
  model: MODEL,
  trace: TRACE,
  chart: CHART,
  table: TABLE,
  selector: SELECTOR,
  dashboard: DASHBOARD,
  test: TEST,
  alert: ALERT,
  destination: DESTINATION,
} as const satisfies { [K in Kind]: KindDefinition<Extract<ProjectObject, { kind: K }>> };
