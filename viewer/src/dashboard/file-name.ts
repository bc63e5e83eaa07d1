import { useApp } from "../app/context.js";
import { dateAndTimeInName } from "../format/moment.js";
import { useStatedChoices, type Governed } from "./stated-choices.js";

/**
 * Names a file of a card's rows, which say nothing of it themselves: by a title, what is chosen, and
 * of when the data is.
 */
export function useFileName(card: Governed, asOf: string | undefined): (title: string) => string {
  const stated = useStatedChoices();
  const { zone } = useApp().formatter.value;
  return (title) => {
    const chosen = stated(card).filter(({ value }) => value !== "All");
    const parts = [title, ...chosen.map(({ name, value }) => `${name} ${value}`)];
    if (asOf !== undefined) parts.push(`data as of ${dateAndTimeInName(asOf, zone)}`);
    return parts.join(", ");
  };
}
