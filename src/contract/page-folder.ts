/**
 * What no file or folder may be called on some system, or what a host reads otherwise than it is
 * written.
 */
// oxlint-disable-next-line no-control-regex -- control characters are meant
const UNSAFE = /[\u0000-\u001f\u007f"%*/:<>?\\|~]|^\.|[. ]$/g;

/**
 * The folder in which the page of a dashboard, a chart or a table lies, and its part of the address
 * before encoding: the name itself, with each character that a folder's name cannot hold as `~` and two
 * hexadecimal digits.
 */
export function pageFolder(name: string): string {
  return name.replace(
    UNSAFE,
    (character) => `~${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

/** The name of what has its page in this folder. */
export function nameInFolder(folder: string): string {
  return folder.replace(/~([0-9a-f]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
