import type { Deliver } from "./delivery.js";

/** Writes the message for the user. */
export const deliverToConsole: Deliver<"console"> = async (
  { message: own },
  { subject, lines },
  { print },
) => {
  print(
    [...(own === undefined ? [] : [own]), subject, ...lines].map((line) => `${line}\n`).join(""),
  );
};
