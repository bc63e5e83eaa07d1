/** The part of saxen that is used here; the package brings no types. */
declare module "saxen" {
  type DecodeEntities = (text: string) => string;

  interface ParserEvents {
    /** `attributes` parses them; their values are not decoded. */
    openTag(
      name: string,
      attributes: () => Readonly<Record<string, string>>,
      decodeEntities: DecodeEntities,
      selfClosing: boolean,
    ): void;
    closeTag(name: string): void;
    text(text: string, decodeEntities: DecodeEntities): void;
  }

  /** Throws at what is not well-formed. */
  export class Parser {
    on<K extends keyof ParserEvents>(event: K, handler: ParserEvents[K]): this;
    /** Parts of a document may end anywhere but within a character. */
    write(part: string): this;
    end(): void;
  }
}
