/** What sources use of WebAssembly, which the types of Node do not declare. */
export interface Memory {
  readonly buffer: ArrayBuffer;
  /** By pages of 64 KiB; fails at the maximum. */
  grow(pages: number): number;
}

export type Calls = Record<string, (...args: readonly never[]) => number>;

interface WebAssemblyApi {
  readonly Memory: new (size: { initial: number; maximum: number }) => Memory;
  readonly Module: {
    new (bytes: Uint8Array): object;
    imports(module: object): { module: string; name: string; kind: string }[];
  };
  readonly Instance: new (
    module: object,
    imports: Record<string, Record<string, unknown>>,
  ) => { readonly exports: unknown };
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(
    module: object,
    imports: Record<string, Record<string, unknown>>,
  ): Promise<{ readonly exports: unknown }>;
}

export const { WebAssembly: webAssembly } = globalThis as unknown as {
  readonly WebAssembly: WebAssemblyApi;
};
