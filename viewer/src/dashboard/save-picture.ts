import type { Painter } from "../charts/plotly.js";
import { tokenReader } from "../charts/token.js";
import { download } from "../controls/download.js";
import { pictureOf, type Picture, type PictureParts } from "./picture.js";

export type PictureFormat = "png" | "svg";

/** Pixels of a PNG for each one on the page. */
const SCALE = 2;

/** Saves what is drawn on an element with the texts around it, in the page's theme. */
export async function savePicture(
  painter: Painter,
  element: HTMLElement,
  texts: Omit<PictureParts, "drawing" | "width" | "height">,
  format: PictureFormat,
): Promise<void> {
  const drawing = await painter.picture(element);
  const { clientWidth: width, clientHeight: height } = element;
  const read = tokenReader(document.documentElement);
  const style = {
    surface: read("--surface"),
    border: read("--border"),
    text: read("--text"),
    muted: read("--text-2"),
    font: read("--font").replaceAll('"', "'"),
  };
  const context = contextOf(1, 1);
  const picture = pictureOf({ ...texts, drawing, width, height }, style, (text, font) => {
    context.font = font;
    return context.measureText(text).width;
  });
  const svg = new Blob([picture.svg], { type: "image/svg+xml" });
  download(`${texts.title}.${format}`, format === "svg" ? svg : await painted(svg, picture));
}

/** The SVG as pixels. */
async function painted(svg: Blob, { width, height }: Picture): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const context = contextOf(width * SCALE, height * SCALE);
    context.drawImage(image, 0, 0, width * SCALE, height * SCALE);
    return await new Promise((resolve, reject) => {
      context.canvas.toBlob((blob) =>
        blob ? resolve(blob) : reject(new Error("The browser makes no picture of this size.")),
      );
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

function contextOf(width: number, height: number): CanvasRenderingContext2D {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  if (!context) throw new Error("The browser has no canvas.");
  return context;
}
