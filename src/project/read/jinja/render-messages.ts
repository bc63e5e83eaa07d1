/** What travels between the project reader and the worker that renders. */
import type { EnvironmentCall } from "../env-marker.js";
import type { RenderMap } from "../positions.js";
import type { CallFailure } from "./template-functions.js";

export interface RenderRequest {
  readonly source: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Folders from which `read_json_file` looks, in order. */
  readonly folders: readonly string[];
  /** Nothing outside this folder is read. */
  readonly root: string;
  /** Unix seconds. */
  readonly now: number;
  /** Undefined names are empty text with a warning, instead of errors. */
  readonly lenient: boolean;
}

/** Something wrong in a template; offsets are those of the source. */
export type TemplateProblem = { readonly start: number; readonly end: number } & (
  | CallFailure
  | { readonly kind: "syntax"; readonly problem: string }
  | { readonly kind: "undefined"; readonly name: string; readonly known: readonly string[] }
  | {
      readonly kind: "undefined-is-empty";
      readonly name: string;
      readonly known: readonly string[];
    }
  | {
      readonly kind: "unknown";
      readonly what: "function" | "filter" | "test" | "method" | "tag";
      readonly name: string;
      readonly known: readonly string[];
    }
  | { readonly kind: "exhausted"; readonly resource: "time" | "memory" | "text" }
);

export interface RenderReply {
  /** Absent when rendering failed. */
  readonly text?: string;
  /** Absent when it is not known what came from where. */
  readonly map?: RenderMap;
  /** By the index in their markers. */
  readonly calls: readonly EnvironmentCall[];
  readonly problems: readonly TemplateProblem[];
  /** Absolute paths of files that the template read. */
  readonly inputs: readonly string[];
  /** Variables of which the default became a part of the text. */
  readonly defaulted: readonly string[];
  /** The engine is broken, and its worker must not be used again. */
  readonly broken?: boolean;
}
