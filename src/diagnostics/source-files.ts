/** The text of every project file that was read, by its path relative to the project's root. */
export interface SourceFiles {
  get(file: string): string | undefined;
}
