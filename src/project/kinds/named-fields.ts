import type { Fields } from "../schema/field.js";

/** What every object may say about itself. */
export const NAMED_FIELDS = {
  name: {
    type: { is: "name" },
    description: "Name by which other objects refer to it; unique among objects of its kind.",
    example: "sales by month",
    plain: true,
  },
  description: {
    type: { is: "text" },
    description: "What it is about, shown to readers.",
    example: "Paid orders, before returns",
    plain: true,
  },
  tags: {
    type: { is: "list", of: { is: "text" }, lone: true },
    description: "Words by which it can be selected, as in `tag:finance`.",
    example: "[finance, daily]",
  },
} as const satisfies Fields;
