/** `--input region=EU`: what somebody chooses of a trace's inputs on the command line. */
import type { Command } from "commander";
import type { GivenChoice, InputSettings } from "../contract/input.js";
import { suggest } from "../diagnostics/index.js";
import {
  exampleChoice,
  readGivenChoice,
  readSwitch,
  type WrittenChoice,
} from "../fold/choice-text.js";
import type { ChosenInputs } from "../project/objects.js";
import { wrongUsage } from "./usage.js";

const NULL_MARK = ":null";

/** Options of commands that show or explain what follows inputs. */
export interface InputOptions {
  readonly input?: readonly string[];
}

export function addInputOption(command: Command): Command {
  return command.option(
    "--input <name=value>",
    "what to choose of an input; repeat it for more values (default: the project's)",
    (value: string, others: readonly string[] | undefined) => [...(others ?? []), value],
  );
}

/** Throws an error of usage where an option names no such input, or cannot be read. */
export function chosenInputs(
  written: readonly string[],
  inputs: readonly InputSettings[],
): ChosenInputs {
  const filters = new Map<string, GivenChoice>();
  const switches = new Map<string, number>();
  for (const [name, choice] of byName(written)) {
    const input = inputs.find((one) => one.name === name);
    if (!input) throw noSuchInput(name, inputs);
    if (input.is === "switch") {
      const place = readSwitch(input, choice);
      if (typeof place !== "number") throw noSuchChoice(input, choice, place.why);
      switches.set(name, place);
      continue;
    }
    const read = readGivenChoice(input, choice);
    if (read !== "all" && read.is === "unreadable") throw noSuchChoice(input, choice, read.why);
    filters.set(name, read);
  }
  return { filters, switches };
}

/** What the options say of each input. */
function byName(written: readonly string[]): Map<string, Required<WrittenChoice>> {
  const found = new Map<string, Required<WrittenChoice>>();
  for (const option of written) {
    const [, key, text = ""] = /^([^=]+)=([\s\S]*)$/.exec(option) ?? [];
    if (key === undefined) {
      const hint = "Write `--input name=value`, as in `--input region=EU`.";
      throw wrongUsage(`\`--input ${option}\` does not say which value of which input.`, hint);
    }
    const isNull = key.endsWith(NULL_MARK);
    const name = isNull ? key.slice(0, -NULL_MARK.length) : key;
    if (isNull && text !== "1") {
      throw wrongUsage(`\`${option}\` is not how NULL is chosen.`, `Write \`--input ${key}=1\`.`);
    }
    const { texts, withNull } = found.get(name) ?? { texts: [], withNull: false };
    found.set(name, isNull ? { texts, withNull: true } : { texts: [...texts, text], withNull });
  }
  return found;
}

function noSuchInput(name: string, inputs: readonly InputSettings[]) {
  const names = inputs.map((input) => input.name);
  const all = names.length === 0 ? "It follows none." : `It follows ${names.join(", ")}.`;
  return wrongUsage(`It does not follow an input \`${name}\`.`, suggest(name, names) ?? all);
}

function noSuchChoice(input: InputSettings, { texts, withNull }: WrittenChoice, why: string) {
  const written = [...texts, ...(withNull ? ["NULL"] : [])].join(", ");
  const option = `${input.name}=${exampleChoice(input)}`;
  return wrongUsage(
    `The input \`${input.name}\` cannot be \`${written}\`: ${why}.`,
    `Write \`--input ${/\s/.test(option) ? `'${option}'` : option}\`.`,
  );
}
