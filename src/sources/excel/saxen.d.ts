/** The part of saxen that is used here; the package brings no types. */
declare module "saxen" {
  interface ParserEvents {
    /** `attributes` parses them; their values are not decoded. */
    openTag(name: string, attributes: () => Readonly<Record<string, string>>): void;
    closeTag(name: string): void;
    /** Not decoded. */
    text(text: string): void;
    cdata(text: string): void;
  }

  /** Throws at what is not well-formed. */
  export class Parser {
    on<K extends keyof ParserEvents>(event: K, handler: ParserEvents[K]): this;
    /** Parts of a document may end anywhere but within a character. */
    write(part: string): this;
    end(): void;
  }
}
