import type { SourceFiles } from "../diagnostics/source-files.js";

/**
 * Keys whose values are secrets, misspelt ones too: the text is masked before it is known to be
 * YAML at all.
 */
const SECRET =
  /((?:pas+w|secret|token|credential|private_?key|webhook)\w*["']?\s*:\s*)((?:"(?:[^"\\\n]|\\.)*"?|'(?:[^'\n]|'')*'?|[^\s,}#\n][^,}\n]*))/gi;

/** The password of an address that is written as a whole. */
const IN_ADDRESS = /(:\/\/[^\s/?#"']*?:)([^\s/?#"']+)(?=@)/g;

/**
 * The same files for showing: a secret that is written out becomes dots of the same length, so that
 * no code frame shows it and columns stay right. A reference to a variable is no secret and stays.
 */
export function maskSecrets(files: SourceFiles): SourceFiles {
  const masked = new Map<string, string>();
  return {
    get(file) {
      const text = files.get(file);
      if (text === undefined) return undefined;
      const known =
        masked.get(file) ?? text.replace(SECRET, maskValue).replace(IN_ADDRESS, maskValue);
      masked.set(file, known);
      return known;
    },
  };
}

function maskValue(whole: string, key: string, value: string): string {
  if (/\{\{|\$\{/.test(value)) return whole;
  return key + "•".repeat(value.length);
}
