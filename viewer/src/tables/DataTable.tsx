import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import type { CellPlace } from "./cell-moves.js";
import { longestTexts, useColumnWidths } from "./column-widths.js";
import { useLineWindow } from "./line-window.js";
import type { TableColumn } from "./table-columns.js";
import type { GroupLine } from "./table-groups.js";
import { useTableLines } from "./table-lines.js";
import type { Sorting, TableRows } from "./table-rows.js";
import type { TableViewState } from "./table-view.js";
import { TableFoot } from "./TableFoot.js";
import { TableHead } from "./TableHead.js";
import { TableLineView } from "./TableLine.js";
import { TotalRow } from "./TotalRow.js";
import { useCellWalk } from "./use-cell-walk.js";
import { useFoundRows, usePreparedSearch } from "./use-found-rows.js";
import "./table.css";

export interface DataTableProps {
  readonly label: string;
  readonly rows: TableRows;
  readonly state: TableViewState;
  /** Lines on a page. Absent: there are no pages, and all lines scroll. */
  readonly pageSize?: number | undefined;
  /** Whether it is printed, where nothing scrolls. */
  readonly paper: boolean;
}

/** Tables of Markdown, whose lines are not equally high, have pages anyway. */
const MARKDOWN_PAGE = 50;
/** Up to here all lines are drawn; a search of the browser's own then finds all of them. */
const MOST_DRAWN = 100;
/** Lines on paper, where the rest is told as a number. */
const MOST_PRINTED = 1000;

/**
 * Rows that can be sorted by their heads, filtered, put into groups, turned page by page where there
 * are pages, and walked through with arrow keys. Of many lines only those in sight are drawn.
 */
export function DataTable({ label, rows, state, pageSize, paper }: DataTableProps) {
  const { view, filtering } = state;
  const area = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const activeId = `${useId()}-active`;
  const [sorting, setSorting] = useState<Sorting>();
  const [page, setPage] = useState(0);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());

  const { found, busy } = useFoundRows(rows, view, sorting);
  usePreparedSearch(rows);
  const lines = useTableLines(rows, found, { groupBy: view.groupBy, sorting, open });
  // Grouped columns come first, so that a group's own value stands at the beginning of its line.
  const columns = useMemo(
    () => [...lines.by, ...rows.columns.filter((column) => !lines.by.includes(column))],
    [rows, view.groupBy],
  );
  const uneven = columns.some(({ markdown }) => markdown);
  const size = pageSize ?? (uneven ? MARKDOWN_PAGE : Math.max(1, lines.length));
  const pages = Math.max(1, Math.ceil(lines.length / size));
  const current = Math.min(page, pages - 1);
  const before = current * size;
  const count = Math.min(size, lines.length - before, paper ? MOST_PRINTED : Infinity);

  const widths = useColumnWidths(table, columns, columns);
  const whole = paper || uneven || count <= MOST_DRAWN;
  const drawn = useLineWindow(area, { lines: count, height: widths.lineHeight, whole });
  const sizing = widths.widths === undefined && !paper;
  const longest = useMemo(() => (sizing ? longestTexts(rows) : undefined), [sizing, rows]);

  useEffect(() => {
    if (area.current) area.current.scrollTop = 0;
  }, [view, sorting, current]);

  function toggle({ id, open: wasOpen }: GroupLine): void {
    const next = new Set(open);
    if (wasOpen) next.delete(id);
    else next.add(id);
    setOpen(next);
  }

  const walk = useCellWalk(area, table, {
    lines: count,
    columns: columns.length,
    lineHeight: widths.lineHeight,
    whole,
    enter({ line }) {
      const entered = lines.at(before + line);
      if (entered?.kind === "group") toggle(entered);
    },
  });
  const { active } = walk;

  const isDrawn = active && active.line >= drawn.first && active.line < drawn.end;
  const headRows = filtering ? 2 : 1;
  const hasTotals = columns.some(({ total }) => total !== undefined);
  const places = Array.from({ length: drawn.end - drawn.first }, (_, index) => drawn.first + index);
  return (
    <>
      <div
        class={pages > 1 ? "table-area" : "table-area scrolled"}
        ref={area}
        onScroll={({ currentTarget }) =>
          currentTarget.toggleAttribute("data-beside", currentTarget.scrollLeft > 0)
        }
      >
        <table
          ref={table}
          class={sizing ? "data-table sizing" : "data-table"}
          role="grid"
          tabIndex={0}
          aria-label={label}
          aria-rowcount={headRows + lines.length + Number(hasTotals)}
          aria-busy={busy}
          {...(isDrawn ? { "aria-activedescendant": activeId } : {})}
          style={
            widths.widths && !paper ? { minWidth: `${widthOf(columns, widths.widths)}px` } : {}
          }
          onKeyDown={walk.press}
        >
          {widths.widths && !paper && <Widths columns={columns} {...widths} />}
          <TableHead
            columns={columns}
            state={state}
            widths={widths}
            sorting={sorting}
            onSort={(next) => {
              setSorting(next);
              setPage(0);
            }}
          />
          <tbody
            onMouseDown={({ target }) => {
              const place = placeOf(target, before + headRows);
              if (place) walk.go(place);
            }}
          >
            {drawn.above > 0 && <Gap height={drawn.above} />}
            {places.map((place) => {
              const line = lines.at(before + place);
              return (
                line && (
                  <TableLineView
                    key={line.kind === "group" ? line.id : line.row}
                    line={line}
                    columns={columns}
                    widths={widths.widths}
                    index={headRows + before + place + 1}
                    active={
                      active?.line === place ? { id: activeId, column: active.column } : undefined
                    }
                    onToggle={toggle}
                  />
                )
              );
            })}
            {drawn.below > 0 && <Gap height={drawn.below} />}
            {longest && (
              <tr>
                {columns.map(({ key, numeric }) => (
                  <td key={key} class={numeric ? "right num" : ""}>
                    {longest.get(key)}
                  </td>
                ))}
              </tr>
            )}
          </tbody>
          {hasTotals && (
            <TotalRow columns={columns} found={found} index={headRows + lines.length + 1} />
          )}
        </table>
      </div>
      <TableFoot
        total={found.length}
        all={rows.end - rows.start}
        first={before}
        count={count}
        lines={lines.by.length > 0 ? lines.length : undefined}
        page={current}
        pages={pages}
        busy={busy}
        paper={paper}
        onPage={setPage}
      />
    </>
  );
}

interface WidthsProps {
  readonly columns: readonly TableColumn[];
  readonly widths: ReadonlyMap<string, number> | undefined;
  readonly chosen: boolean;
}

/** What is left of the room goes to all columns, or to the last when a reader has chosen widths. */
function Widths({ columns, widths, chosen }: WidthsProps) {
  return (
    <colgroup>
      {columns.map(({ key }, place) => (
        <col
          key={key}
          style={
            chosen && place === columns.length - 1 ? {} : { width: `${widths?.get(key) ?? 0}px` }
          }
        />
      ))}
    </colgroup>
  );
}

function Gap({ height }: { height: number }) {
  return (
    <tr class="gap" aria-hidden="true">
      <td style={{ height: `${height}px` }} />
    </tr>
  );
}

function widthOf(columns: readonly TableColumn[], widths: ReadonlyMap<string, number>): number {
  return columns.reduce((sum, { key }) => sum + (widths.get(key) ?? 0), 0);
}

/** The cell around an element; `before` is how many rows of the whole table come before the page's. */
function placeOf(element: EventTarget | null, before: number): CellPlace | undefined {
  const cell = element instanceof Element ? element.closest("td, th") : null;
  if (!(cell instanceof HTMLTableCellElement)) return undefined;
  const index = Number(cell.parentElement?.getAttribute("aria-rowindex"));
  return index > 0 ? { line: index - before - 1, column: cell.cellIndex } : undefined;
}
