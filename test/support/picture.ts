/** Looks at pictures of a page as an eye does: is there colour in one, do two look the same? */
import type { Browser } from "playwright-core";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PictureReader {
  /** For each part of the picture the share of its pixels that are not nearly grey, from 0 to 1. */
  readonly colourful: (png: Buffer, parts: readonly Box[]) => Promise<number[]>;
  /**
   * How far two parts of one size are apart, from 0 to 255, of each pair: on average, and at the
   * pixel where they are farthest; and the share of pixels of the first that are not as its corner is.
   */
  readonly compared: (
    png: Buffer,
    pairs: readonly (readonly [Box, Box])[],
  ) => Promise<{ mean: number; most: number; drawn: number }[]>;
}

/** Decodes pictures in an empty page of its own, which no content policy binds. */
export async function openPictureReader(browser: Browser): Promise<PictureReader> {
  const page = await browser.newPage();
  return {
    colourful: (png, parts) =>
      page.evaluate(
        async ({ base64, boxes }) => {
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
          const context = canvas.getContext("2d", { willReadFrequently: true });
          if (!context) throw new Error("No canvas.");
          context.drawImage(bitmap, 0, 0);
          return boxes.map(({ x, y, width, height }) => {
            const { data } = context.getImageData(x, y, width, height);
            let coloured = 0;
            for (let at = 0; at < data.length; at += 4) {
              const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
              if (Math.max(red, green, blue) - Math.min(red, green, blue) > 48) coloured += 1;
            }
            return coloured / (data.length / 4);
          });
        },
        { base64: png.toString("base64"), boxes: parts },
      ),
    compared: (png, pairs) =>
      page.evaluate(
        async ({ base64, boxes }) => {
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
          const context = canvas.getContext("2d", { willReadFrequently: true });
          if (!context) throw new Error("No canvas.");
          context.drawImage(bitmap, 0, 0);
          return boxes.map((pair) => {
            const [first, second] = pair.map(
              ({ x, y, width, height }) => context.getImageData(x, y, width, height).data,
            );
            if (!first || first.length !== second?.length) throw new Error("Not of one size.");
            let [sum, most, drawn] = [0, 0, 0];
            first.forEach((value, at) => {
              const apart = Math.abs(value - (second[at] ?? 0));
              sum += apart;
              most = Math.max(most, apart);
              if (value !== first[at % 4]) drawn += 1;
            });
            return { mean: sum / first.length, most, drawn: drawn / first.length };
          });
        },
        { base64: png.toString("base64"), boxes: pairs },
      ),
  };
}
