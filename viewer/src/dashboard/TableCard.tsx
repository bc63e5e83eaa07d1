import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import type { Diagnostic } from "../../../src/contract/diagnostic.js";
import type { SiteObject, SiteTable } from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";
import { ChoiceMenu } from "../controls/ChoiceMenu.js";
import { viewerDiagnostic } from "../data/viewer-diagnostic.js";
import { DataTable } from "../tables/DataTable.js";
import type { TableSource } from "../tables/table-source.js";
import { useTableView } from "../tables/table-view.js";
import { downloadCsv } from "../tables/table-csv.js";
import { TableTools } from "../tables/TableTools.js";
import { useArrival } from "./arrival.js";
import { Card } from "./Card.js";
import { CardMenu } from "./CardMenu.js";
import { DataTime } from "./DataTime.js";
import type { CardData } from "./card-data.js";
import { isFailed, ProblemPill, problemsOf } from "./card-problems.js";
import { Empty, Failure, NoRows, ProblemStrip, Skeleton } from "./CardStates.js";
import { useSelector, type SelectorState } from "./context.js";
import { Origins } from "./Origins.js";
import { useFileName } from "./file-name.js";
import { SelectorControl } from "./SelectorControl.js";

interface TableCardProps {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly table: SiteTable;
  /** Undefined until the card is near the window. */
  readonly data: CardData<SiteObject> | undefined;
  /** One of them is shown at a time. */
  readonly sources: readonly TableSource[];
}

/** The rows of a table, those of one source at a time. */
export function TableCard({ frame, table, data, sources }: TableCardProps) {
  const { theme } = useApp();
  useArrival(frame, "table", table.name);
  const selector = useSelector(table.selector);
  const view = useTableView();
  const [wanted, setWanted] = useState<string>();
  const [showProblems, setShowProblems] = useState(false);
  const offered = offeredSources(sources, selector);
  const source = offered.find(({ label }) => label === wanted) ?? offered[0];
  const problems = [...problemsOf(table, data), ...unfitColumns(source)];
  const failed = isFailed(table, data);
  const csvName = ({ label }: TableSource) =>
    offered.length > 1 ? `${table.name} ${label}` : table.name;
  const governed = {
    selector: table.selector,
    traces: table.traces.map(({ trace }) => trace),
    model: table.model,
  };
  const fileName = useFileName(governed, data?.asOf);
  return (
    <div ref={frame} class="item-frame">
      <Card
        title={table.name}
        description={table.description}
        failed={failed}
        updating={data?.updating ?? false}
        foot={table.origins && <Origins origins={table.origins} of="table" />}
        tools={
          <>
            {data && data.loaded.length > 0 && (
              <ProblemPill
                problems={problems}
                staleSince={data.staleSince}
                open={showProblems}
                onToggle={() => setShowProblems(!showProblems)}
              />
            )}
            {data?.staleSince === undefined && <DataTime asOf={data?.asOf} />}
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
            {source && <TableTools name={csvName(source)} rows={source.rows} state={view} />}
            <CardMenu
              kind="table"
              name={table.name}
              title={table.name}
              governed={governed}
              saveRows={
                source &&
                (async () => downloadCsv(fileName(csvName(source)), source.rows, view.view))
              }
            />
          </>
        }
      >
        {showProblems && !failed && <ProblemStrip problems={problems} onRetry={data?.retry} />}
        {failed ? (
          <Failure
            title={`This table could not be ${data?.retry ? "loaded" : "built"}`}
            problems={problems}
            onRetry={data?.retry}
          />
        ) : source && source.rows.end > source.rows.start ? (
          <DataTable
            key={source.label}
            label={`Rows of ${table.name}`}
            rows={source.rows}
            state={view}
            pageSize={table.rowsPerPage}
            paper={theme.paper.value}
          />
        ) : (
          <WithoutRows
            data={data}
            chosen={sources.length === 0 || source !== undefined}
            selector={selector}
          />
        )}
      </Card>
    </div>
  );
}

interface WithoutRowsProps {
  readonly data: CardData<SiteObject> | undefined;
  readonly chosen: boolean;
  readonly selector: SelectorState | undefined;
}

/** Why a table that has not failed shows no rows. */
function WithoutRows({ data, chosen, selector }: WithoutRowsProps) {
  if (!data || data.loading) return <Skeleton />;
  if (data.pending) return <Skeleton note="Waiting for its first run" />;
  if (chosen) return <NoRows />;
  return (
    <Empty
      title="Nothing is selected"
      action={{ label: "Show all", run: () => selector?.choose(undefined) }}
    />
  );
}

/** What columns are to show and cannot. */
function unfitColumns(source: TableSource | undefined): Diagnostic[] {
  return (source?.rows.columns ?? []).flatMap(({ key, type, unfit }) =>
    unfit.map((field) => viewerDiagnostic("viewer-column-without-numbers", { field, key, type })),
  );
}

/** The sources that the selector leaves; one that it does not know is always there. */
function offeredSources(
  sources: readonly TableSource[],
  selector: SelectorState | undefined,
): readonly TableSource[] {
  if (!selector || selector.options.length === 0) return sources;
  return sources.filter(
    ({ label }) => !selector.options.includes(label) || selector.chosen.has(label),
  );
}
