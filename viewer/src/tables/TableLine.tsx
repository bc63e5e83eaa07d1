import { useMemo } from "preact/hooks";
import { Icon } from "../controls/Icon.js";
import { MarkdownText } from "../controls/MarkdownText.js";
import { plainText } from "../format/text-form.js";
import type { TableColumn } from "./table-columns.js";
import type { GroupLine, TableLine } from "./table-groups.js";

/** The cell that the keyboard is at. */
export interface ActiveCell {
  readonly id: string;
  readonly column: number;
}

interface LineProps {
  readonly columns: readonly TableColumn[];
  /** Counted from 1, the rows of the head included. */
  readonly index: number;
  /** Absent: it is in another line. */
  readonly active: ActiveCell | undefined;
}

export interface TableLineViewProps extends LineProps {
  readonly line: TableLine;
  /** Of columns by key, in CSS pixels; absent where they are as wide as their content. */
  readonly widths: ReadonlyMap<string, number> | undefined;
  readonly onToggle: (line: GroupLine) => void;
}

export function TableLineView({ line, widths, onToggle, ...props }: TableLineViewProps) {
  return line.kind === "group" ? (
    <GroupRow line={line} onToggle={onToggle} {...props} />
  ) : (
    <tr aria-rowindex={props.index}>
      {props.columns.map((column, place) => (
        <Cell
          key={column.key}
          column={column}
          row={line.row}
          width={widths?.get(column.key)}
          mark={markOf(props, place)}
        />
      ))}
    </tr>
  );
}

interface Mark {
  readonly id?: string;
  readonly active?: string;
}

function markOf({ active }: LineProps, place: number): Mark {
  return active?.column === place ? { id: active.id, active: " active" } : {};
}

interface GroupRowProps extends LineProps {
  readonly line: GroupLine;
  readonly onToggle: (line: GroupLine) => void;
}

/** A group: its value, how many rows it has, and what the other columns say of it together. */
function GroupRow({ line, onToggle, columns, index, active }: GroupRowProps) {
  const texts = useMemo(
    () =>
      columns.map((column, place) =>
        place <= line.depth ? "" : column.aggregation?.text(column, line.rows),
      ),
    [line.rows, columns],
  );
  return (
    <tr class="group-row" aria-rowindex={index}>
      {columns.map((column, place) => {
        const { id, active: marked = "" } = markOf({ columns, index, active }, place);
        if (place === line.depth) {
          return (
            <th key={column.key} scope="row" id={id} class={marked}>
              <button
                type="button"
                tabIndex={-1}
                aria-expanded={line.open}
                onClick={() => onToggle(line)}
              >
                <Icon name={line.open ? "chevron" : "next"} size={13} />
                {line.text}
                <span class="muted num">{line.rows.length.toLocaleString("en-US")}</span>
              </button>
            </th>
          );
        }
        const text = texts[place];
        return (
          <td
            key={column.key}
            id={id}
            class={`${column.numeric ? "right num" : ""}${marked}`}
            title={text}
          >
            {text}
          </td>
        );
      })}
    </tr>
  );
}

interface CellProps {
  readonly column: TableColumn;
  readonly row: number;
  readonly width: number | undefined;
  readonly mark: Mark;
}

/** Of a cell, what its text has no room in; and of a character, more than most of them have. */
const [PADDING, CHARACTER] = [24, 7];

function Cell({ column, row, width = Infinity, mark: { id, active = "" } }: CellProps) {
  const value = column.value(row);
  if (column.markdown && typeof value === "string") {
    return (
      <td id={id} class={`markdown-cell${active}`}>
        <MarkdownText markdown={value} />
      </td>
    );
  }
  const text = column.text(row);
  const kind = `${column.numeric ? "right num" : ""}${value === null || value === "" ? " nothing" : ""}`;
  const look = column.look?.(row);
  const fits = text.length * CHARACTER < width - PADDING;
  return (
    <td
      id={id}
      class={`${kind}${look ? ` ${look.classes}` : ""}${active}`}
      {...(look ? { style: look.style } : {})}
      {...(fits ? {} : { title: plainText(value) })}
    >
      {column.press ? (
        <button
          type="button"
          class="cell-button"
          aria-pressed={column.press.isPressed(row)}
          onClick={() => column.press?.run(row)}
        >
          {text}
        </button>
      ) : (
        text
      )}
    </td>
  );
}
