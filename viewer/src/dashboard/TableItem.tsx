import { useMemo, useRef } from "preact/hooks";
import type { SiteModel, SiteTable } from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";
import { modelSource, traceSources } from "../tables/table-source.js";
import { useCardData } from "./card-data.js";
import { MissingCard } from "./CardStates.js";
import { useDashboard, useTraces } from "./context.js";
import { TableCard } from "./TableCard.js";

/** A table in its card, in whatever state its data is. */
export function TableItem({ name }: { name: string }) {
  const table = useDashboard().tables[name];
  if (!table) return <MissingCard kind="table" name={name} />;
  return table.model ? (
    <ModelTable table={table} model={table.model} />
  ) : (
    <TraceTable table={table} />
  );
}

function ModelTable({ table, model }: { table: SiteTable; model: SiteModel }) {
  const { formatter } = useApp();
  const frame = useRef<HTMLDivElement>(null);
  const data = useCardData(frame, [model]);
  const result = data?.loaded[0]?.result;
  const format = formatter.value;
  const sources = useMemo(
    () => (result ? [modelSource(model.name, result, model.columns, format)] : []),
    [model, result, format],
  );
  return <TableCard frame={frame} table={table} data={data} sources={sources} />;
}

function TraceTable({ table }: { table: SiteTable }) {
  const { formatter } = useApp();
  const frame = useRef<HTMLDivElement>(null);
  const data = useCardData(frame, useTraces(table.traces.map(({ trace }) => trace)));
  const loaded = data?.loaded ?? [];
  const format = formatter.value;
  const sources = useMemo(() => {
    const columnsOf = (name: string) => table.traces.find(({ trace }) => trace === name)?.columns;
    return traceSources(loaded, columnsOf, format);
  }, [table, format, loaded.length, ...loaded.map(({ result }) => result)]);
  return <TableCard frame={frame} table={table} data={data} sources={sources} />;
}
