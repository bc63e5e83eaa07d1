import type { SourceRange } from "../contract/diagnostic.js";
import type { EnvValue } from "./env-value.js";

/**
 * A YAML value with its place. Offsets point into the rendered text of its file;
 * {@link ParsedFile.locate} turns them into a place in the file as the user wrote it.
 */
export type YamlNode = YamlMap | YamlList | YamlScalar;

interface NodeBase {
  readonly file: ParsedFile;
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
}

/** A key of a mapping, quotes included in its range, and its value. */
export interface YamlEntry {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: YamlNode;
}

export interface YamlMap extends NodeBase {
  readonly kind: "map";
  /** In the order written; merge keys are expanded, keys are unique. */
  readonly entries: readonly YamlEntry[];
  get(key: string): YamlEntry | undefined;
}

export interface YamlList extends NodeBase {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
}

export interface YamlScalar extends NodeBase {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null | EnvValue;
}

/** A project file after rendering and parsing. */
export interface ParsedFile {
  /** Relative to the project's root, `/` separators. */
  readonly file: string;
  /** Absolute folder of the file. */
  readonly directory: string;
  /**
   * The rendered text, into which the offsets of nodes point; empty when it could not be rendered.
   */
  readonly text: string;
  /** Absent when the file is empty or could not be parsed. */
  readonly root?: YamlNode;
  /**
   * Its sources may lack variables without a warning, because they were not written for this
   * project.
   */
  readonly mayLackVariables?: true;
  /**
   * Absolute folder of the Git repository that it was fetched from. Files of others carry no
   * commands, read no environment, and name no paths outside that folder.
   */
  readonly repository?: string;
  /** The place of a range of the rendered text in the source, through Jinja. */
  locate(start: number, end: number): SourceRange;
}
