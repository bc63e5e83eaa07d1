import { ChoiceMenu, type ChoiceProps } from "./ChoiceMenu.js";
import { Segments } from "./Segments.js";

/** Options that fit into a row of buttons. */
const MOST_SEGMENTS = 4;
const LONGEST_SEGMENT = 16;

/** The control that suits the options. */
export function Choices(props: ChoiceProps) {
  const { multiple, options } = props;
  const inSight =
    !multiple &&
    options.length <= MOST_SEGMENTS &&
    options.every(({ length }) => length <= LONGEST_SEGMENT);
  return inSight ? <Segments {...props} /> : <ChoiceMenu {...props} />;
}
