/**
 * What the template engine itself knows besides our functions, for near names; a test asks the
 * engine.
 */

export const ENGINE_FUNCTIONS = ["range", "dict", "namespace", "cycler", "joiner"];

export const ENGINE_TESTS = words(`
  boolean defined divisibleby endingwith eq equalto escaped even false float ge greaterthan gt in int integer iterable le
  lessthan lower lt mapping ne none number odd safe sameas sequence startingwith string true undefined upper`);

export const ENGINE_FILTERS = words(`
  abs attr batch bool capitalize chain count d default dictsort e escape filesizeformat first float groupby indent int items
  join last length lines list lower map max min pluralize pprint reject rejectattr replace reverse round safe select selectattr
  slice sort split string striptags sum title tojson trim truncate unique upper`);

export const ENGINE_TAGS = words(
  "for if elif else set macro call filter raw with block autoescape endfor endif",
);

/** Names that the engine gives a value by itself. */
export const ENGINE_VARIABLES = words("loop caller true false none True False None");

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
