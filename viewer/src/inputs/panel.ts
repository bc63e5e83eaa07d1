import type { InputSettings } from "../../../src/contract/input.js";
import type { PageInputs } from "./page-inputs.js";

/** Of what is inside of an input's menu, and of its part of the sheet on phones. */
export interface PanelProps<Settings extends InputSettings> {
  readonly page: PageInputs;
  readonly input: Settings;
}
