import { useMemo, useRef, useState } from "preact/hooks";
import type { FramedDiagnostic } from "../../../src/contract/diagnostic.js";
import type { SiteTable } from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";
import type { LoadedTrace } from "../charts/figure.js";
import { ChoiceMenu } from "../controls/ChoiceMenu.js";
import type { LoadedResult } from "../data/column.js";
import type { ResultState } from "../data/results.js";
import type { Formatter } from "../format/value.js";
import { useDashboard, useSelector, type SelectorState } from "./context.js";
import { Card } from "./Card.js";
import { Empty, Failure, ProblemStrip, Skeleton } from "./CardStates.js";
import { DataTable } from "../tables/DataTable.js";
import { useNear } from "./near.js";
import { SelectorControl } from "./SelectorControl.js";
import { useLastGood } from "./shown-data.js";
import { StalePill } from "./StalePill.js";
import { modelSource, traceSources, type TableSource } from "../tables/table-source.js";
import { useTableView } from "../tables/table-view.js";
import { TableTools } from "../tables/TableTools.js";
import { gatherTraces, unreadable, type TraceData } from "./trace-data.js";

export function TableItem({ name }: { name: string }) {
  const table = useDashboard().tables[name];
  return table ? <TableCard table={table} /> : null;
}

function TableCard({ table }: { table: SiteTable }) {
  const { formatter } = useApp();
  const frame = useRef<HTMLDivElement>(null);
  const near = useNear(frame);
  const gathered = useTableData(table, near);
  const data = useLastGood(gathered?.data);
  const selector = useSelector(table.selector);
  const view = useTableView();
  const [wanted, setWanted] = useState<string>();
  const [showProblems, setShowProblems] = useState(false);
  const model = useLastResult(gathered?.model);
  const sources = useSources(table, data?.loaded ?? [], model, formatter.value);
  const offered = offeredSources(sources, selector);
  const source = offered.find(({ label }) => label === wanted) ?? offered[0];
  const problems = [...table.problems, ...(data?.problems ?? [])];
  const failed =
    data?.loading === false && !source && problems.some(({ severity }) => severity === "error");
  return (
    <div ref={frame} class="item-frame">
      <Card
        title={table.name}
        description={table.description}
        failed={failed}
        updating={data?.updating ?? false}
        tools={
          <>
            {data?.staleSince !== undefined && (
              <StalePill
                since={data.staleSince}
                open={showProblems}
                onToggle={() => setShowProblems(!showProblems)}
              />
            )}
            {selector && !selector.placed && (
              <SelectorControl name={selector.selector.name} small />
            )}
            {!(selector?.selector.type === "single") && offered.length > 1 && source && (
              <ChoiceMenu
                label="Show"
                options={offered.map(({ label }) => label)}
                chosen={new Set([source.label])}
                multiple={false}
                isDefault
                small
                onChange={(values) => setWanted(values?.[0])}
              />
            )}
            {source && (
              <TableTools
                name={offered.length > 1 ? `${table.name} ${source.label}` : table.name}
                rows={source.rows}
                state={view}
              />
            )}
          </>
        }
      >
        {showProblems && <ProblemStrip problems={problems} />}
        {failed ? (
          <Failure title="This table could not be built" problems={problems} />
        ) : source && source.rows.end > source.rows.start ? (
          <DataTable
            key={source.label}
            label={`Rows of ${table.name}`}
            rows={source.rows}
            state={view}
            pageSize={table.rowsPerPage}
          />
        ) : (
          <Waiting
            data={data}
            chosen={sources.length === 0 || source !== undefined}
            selector={selector}
          />
        )}
      </Card>
    </div>
  );
}

interface WaitingProps {
  readonly data: TraceData | undefined;
  readonly chosen: boolean;
  readonly selector: SelectorState | undefined;
}

function Waiting({ data, chosen, selector }: WaitingProps) {
  if (!data || data.loading) return <Skeleton />;
  if (data.pending) return <Skeleton note="Waiting for its first run" />;
  if (chosen) return <Empty title="No rows" />;
  return (
    <Empty
      title="Nothing is selected"
      action={{ label: "Show all", run: () => selector?.choose(undefined) }}
    />
  );
}

interface TableData {
  readonly data: TraceData;
  readonly model?: LoadedResult;
}

/** Results of the table's traces or of its model; undefined until the table is near the window. */
function useTableData(table: SiteTable, near: boolean): TableData | undefined {
  const { results } = useApp();
  const { traces } = useDashboard();
  if (!near) return undefined;
  if (!table.model) {
    const wanted = table.traces.flatMap(({ trace }) => traces[trace] ?? []);
    return { data: gatherTraces(wanted, (one) => results.get(one).value) };
  }
  const { name, data } = table.model;
  const state = data && results.get(data).value;
  return {
    data: {
      loaded: [],
      loading: state?.state === "loading",
      pending: !data && table.problems.length === 0,
      problems: modelProblems(name, state),
    },
    ...(state?.state === "ready" ? { model: state.result } : {}),
  };
}

function modelProblems(name: string, state: ResultState | undefined): FramedDiagnostic[] {
  return state?.state === "failed" ? [unreadable(name, state.message)] : [];
}

/** The newest result that has come, while a newer one is on its way. */
function useLastResult(model: LoadedResult | undefined): LoadedResult | undefined {
  const last = useRef<LoadedResult>(undefined);
  if (model) last.current = model;
  return last.current;
}

function useSources(
  table: SiteTable,
  loaded: readonly LoadedTrace[],
  model: LoadedResult | undefined,
  formatter: Formatter,
): TableSource[] {
  return useMemo(() => {
    if (table.model) {
      const { name, columns } = table.model;
      return model ? [modelSource(name, model, columns, formatter)] : [];
    }
    const columnsOf = (name: string) => table.traces.find(({ trace }) => trace === name)?.columns;
    return traceSources(loaded, columnsOf, formatter);
  }, [table, model, formatter, loaded.length, ...loaded.map(({ result }) => result)]);
}

function offeredSources(
  sources: TableSource[],
  selector: SelectorState | undefined,
): TableSource[] {
  if (!selector || selector.options.length === 0) return sources;
  return sources.filter(
    ({ label }) => !selector.options.includes(label) || selector.chosen.has(label),
  );
}
