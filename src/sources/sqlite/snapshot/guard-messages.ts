/** What passes between a reader and the guard of its file. */
export interface FileIdentity {
  readonly device: string;
  readonly inode: string;
}

/** The guard's answers: once when it holds the file or cannot, then to each question. */
export type GuardAnswer =
  | { readonly type: "held"; readonly file: FileIdentity; readonly version: string }
  | { readonly type: "not held" }
  | { readonly type: "still held" };

/** Whether it still holds the file. */
export type GuardQuestion = "held?";
