import {
  coversLine,
  type CodeFrame,
  type FramedDiagnostic,
  type SourceRange,
} from "../../../src/contract/diagnostic.js";
import { InlineCode } from "./InlineCode.js";
import "./diagnostic.css";

/** Diagnostics below each other. */
export function DiagnosticList({ diagnostics }: { diagnostics: readonly FramedDiagnostic[] }) {
  return (
    <ul class="diagnostics">
      {diagnostics.map((diagnostic, index) => (
        <li key={index}>
          <DiagnosticView diagnostic={diagnostic} />
        </li>
      ))}
    </ul>
  );
}

/** What is wrong, where, what to do next, and the code below which the reference has more. */
function DiagnosticView({ diagnostic }: { diagnostic: FramedDiagnostic }) {
  const { code, at, frame, hint, detail, related = [] } = diagnostic;
  return (
    <div class="diagnostic">
      <p class="diagnostic-message">
        <InlineCode text={diagnostic.message} /> {!at && <Code code={code} />}
      </p>
      {at && (
        <p class="diagnostic-meta">
          <Place at={at} />
          <Code code={code} />
        </p>
      )}
      {at && frame && <Frame frame={frame} range={at} />}
      {related.map((note, index) => (
        <p key={index} class="diagnostic-hint">
          <b>Note:</b> <InlineCode text={note.message} />
          {note.at && <Place at={note.at} />}
        </p>
      ))}
      {hint && (
        <p class="diagnostic-hint">
          <b>Hint:</b> <InlineCode text={hint} />
        </p>
      )}
      {detail && (
        <details class="diagnostic-detail">
          <summary>Details</summary>
          <pre>{detail}</pre>
        </details>
      )}
    </div>
  );
}

function Code({ code }: { code: string }) {
  return <span class="diagnostic-code mono">{code}</span>;
}

function Place({ at: { file, start, note } }: { at: SourceRange }) {
  return (
    <span class="diagnostic-place mono">
      {file}:{start.line}:{start.column}
      {note && <> ({note})</>}
    </span>
  );
}

function Frame({ frame, range }: { frame: CodeFrame; range: SourceRange }) {
  return (
    <pre class="code-frame" tabIndex={0} aria-label={`${range.file}, line ${range.start.line}`}>
      {frame.lines.map((line, index) => {
        const number = frame.firstLine + index;
        const marked = coversLine(range, number);
        return (
          <div key={number} class={marked ? "code-line marked" : "code-line"}>
            <span class="line-number">{number}</span>
            <span>{marked ? <Marked line={line} number={number} range={range} /> : line}</span>
          </div>
        );
      })}
    </pre>
  );
}

function Marked({ line, number, range }: { line: string; number: number; range: SourceRange }) {
  const indent = line.length - line.trimStart().length;
  const from = number === range.start.line ? range.start.column - 1 : indent;
  const to = number === range.end.line ? Math.max(range.end.column - 1, from + 1) : line.length;
  return (
    <>
      {line.slice(0, from)}
      <mark>{line.slice(from, to) || " "}</mark>
      {line.slice(to)}
    </>
  );
}
