/** zod as the schemas of source types use it. */
import * as z from "zod/mini";
import english from "zod/v4/locales/en.js";

/**
 * What is wrong is said in English. Code made for a schema is worth its while after thousands of
 * values; here each checks a few.
 */
z.config({ ...english(), jitless: true });

export { z };
/** A field that holds a value where none is written. */
export { _default as withDefault } from "zod/mini";
