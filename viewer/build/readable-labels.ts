/** Labels inside shapes that can be read on every colour, in both themes. */
import type { Plugin } from "vite";

const COLOURS = /plotly\.js\/src\/components\/color\/index\.js$/;
/** What Plotly writes on light colours: dark grey, of 2.2 to 1 on some of them. */
const GREY = /wcagContrast\(cstr, defaultLine\)|formatRgb\(parse\(defaultLine\)\)/g;

/**
 * Plotly writes in white or dark grey, whichever differs more from the shape. Of white and black the
 * better one has 4.58 to 1 at least on any colour, which is more than WCAG's AA asks for.
 */
export function readableLabels(): Plugin {
  return {
    name: "headwater:readable-labels",
    enforce: "pre",
    transform: {
      filter: { id: COLOURS },
      handler(code) {
        if (code.match(GREY)?.length !== 2)
          this.error("Plotly chooses the colours of labels elsewhere.");
        return {
          code: code.replace(GREY, (use) => use.replace("defaultLine", '"#000"')),
          map: null,
        };
      },
    },
  };
}
