/** What a workbook says about its sheets: names, styles, texts that cells share. */
import { posix } from "node:path";
import { unescapedText } from "./cell.js";
import { builtInFormat, temporalFormat, type TemporalFormat } from "./number-format.js";
import { parsePart } from "./xml-part.js";
import { openArchive, type ZipArchive } from "./zip-archive.js";

export interface Workbook {
  readonly archive: ZipArchive;
  /** In the workbook's order; charts are sheets too. */
  readonly sheets: readonly { readonly name: string; readonly path: string }[];
  /** Whether days are counted from 1904, as Excel for the Macintosh once did. */
  readonly from1904: boolean;
  /**
   * Whether formulas are to be calculated when the workbook is opened, whatever values they have.
   */
  readonly isToBeCalculated: boolean;
  /** By the number of a cell's style. */
  readonly formats: readonly (TemporalFormat | undefined)[];
  readonly sharedTexts: readonly string[];
}

/** Characters of all shared texts; they are held in memory. */
const MOST_SHARED = 256 * 1024 ** 2;
/** What a text costs besides its characters. */
const TEXT_COST = 16;

/** Throws a message without a full stop at what is no workbook. */
export async function openWorkbook(file: string, signal: AbortSignal): Promise<Workbook> {
  const archive = await openArchive(file);
  const [main] = (await readRelations(archive, "", signal)).filter(isOf("officeDocument"));
  const path = main?.target ?? "xl/workbook.xml";
  requireWorkbook(archive, path);
  const relations = await readRelations(archive, path, signal);
  const paths = new Map(relations.map(({ id, target }) => [id, target]));
  const sheets: { name: string; path: string }[] = [];
  let from1904 = false;
  let isToBeCalculated = false;
  await readPart(archive, path, signal, {
    open(name, attribute) {
      if (name === "workbookPr") from1904 = isTrue(attribute("date1904"));
      if (name === "calcPr") isToBeCalculated = isTrue(attribute("fullCalcOnLoad"));
      const target = name === "sheet" ? paths.get(attribute("id") ?? "") : undefined;
      if (target !== undefined) sheets.push({ name: attribute("name") ?? "", path: target });
    },
  });
  const partOf = (kind: string) => relations.find(isOf(kind))?.target;
  return {
    archive,
    sheets,
    from1904,
    isToBeCalculated,
    formats: await readFormats(archive, partOf("styles"), signal),
    sharedTexts: await readSharedTexts(archive, partOf("sharedStrings"), signal),
  };
}

interface Relation {
  readonly id: string;
  readonly type: string;
  /** Name of a part. */
  readonly target: string;
}

function isOf(kind: string) {
  return ({ type }: Relation) => type.endsWith(`/${kind}`);
}

/** Of a part to others, or, of the name "", of the whole package. */
async function readRelations(
  archive: ZipArchive,
  part: string,
  signal: AbortSignal,
): Promise<Relation[]> {
  const folder = posix.dirname(part);
  const relations: Relation[] = [];
  await readPart(archive, posix.join(folder, "_rels", `${posix.basename(part)}.rels`), signal, {
    open(name, attribute) {
      if (name !== "Relationship" || attribute("TargetMode") === "External") return;
      const target = (attribute("Target") ?? "").replaceAll("\\", "/");
      relations.push({
        id: attribute("Id") ?? "",
        type: attribute("Type") ?? "",
        target: posix.join("/", target.startsWith("/") ? "" : folder, target).slice(1),
      });
    },
  });
  return relations;
}

/** Says what else the archive is, as far as that is to be seen. */
function requireWorkbook({ names }: ZipArchive, path: string): void {
  if (path.toLowerCase().endsWith(".bin")) {
    throw new Error("it is a binary workbook (`.xlsb`)");
  }
  if (names.has(path.toLowerCase())) return;
  throw new Error(
    names.has("content.xml") && names.has("mimetype")
      ? "it is an OpenDocument file (`.ods`)"
      : "it is an archive of something else",
  );
}

async function readFormats(archive: ZipArchive, path: string | undefined, signal: AbortSignal) {
  const written = new Map<number, TemporalFormat | undefined>();
  const formats: (TemporalFormat | undefined)[] = [];
  let isOfCells = false;
  await readPart(archive, path, signal, {
    open(name, attribute) {
      const id = Number(attribute("numFmtId") ?? 0);
      if (name === "numFmt") written.set(id, temporalFormat(attribute("formatCode") ?? ""));
      else if (name === "cellXfs") isOfCells = true;
      else if (name === "xf" && isOfCells) {
        formats.push(written.has(id) ? written.get(id) : builtInFormat(id));
      }
    },
    close(name) {
      if (name === "cellXfs") isOfCells = false;
    },
  });
  return formats;
}

/** Parts of a text may have fonts of their own; how it is pronounced is not part of it. */
async function readSharedTexts(archive: ZipArchive, path: string | undefined, signal: AbortSignal) {
  const texts: string[] = [];
  let text = "";
  let isText = false;
  let isPronunciation = false;
  let size = 0;
  await readPart(archive, path, signal, {
    open(name) {
      if (name === "si") text = "";
      else if (name === "rPh") isPronunciation = true;
      else if (name === "t") isText = !isPronunciation;
    },
    text(part) {
      if (isText) text += part;
    },
    close(name) {
      if (name === "t") isText = false;
      else if (name === "rPh") isPronunciation = false;
      else if (name === "si") {
        size += text.length + TEXT_COST;
        if (size > MOST_SHARED) throw new Error("its texts take more than 256 MB");
        texts.push(unescapedText(text));
      }
    },
  });
  return texts;
}

async function readPart(
  archive: ZipArchive,
  path: string | undefined,
  signal: AbortSignal,
  handlers: Parameters<typeof parsePart>[1],
): Promise<void> {
  const pieces = path === undefined ? undefined : archive.read(path, signal);
  if (pieces) await parsePart(pieces, handlers);
}

/** As XML Schema writes it. */
function isTrue(value: string | undefined): boolean {
  return ["1", "true"].includes(value?.trim() ?? "");
}
