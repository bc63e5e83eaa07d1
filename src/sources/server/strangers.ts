/** What kind of server speaks, by the first bytes that it sends. */

/** How PostgreSQL is asked whether it encrypts; it answers with one letter. */
export const POSTGRESQL_QUESTION = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/^SSH-/, "an SSH server"],
  [/^(?:HTTP\/|<!DOCTYPE|<html)/i, "a web server"],
  [/^220[ -]/, "a mail or FTP server"],
  [/^(?:-ERR|-NOAUTH|-DENIED|\+PONG)/, "Redis"],
];

/** `a web server`, `MariaDB 10.11.4`; undefined when nothing can be said. */
export function strangerOf(bytes: Buffer): string | undefined {
  const text = bytes.toString("latin1");
  const known = TEXTS.find(([pattern]) => pattern.test(text));
  if (known) return known[1];
  if (isMysqlGreeting(bytes)) return mysqlName(bytes);
  if (isPostgresqlAnswer(bytes)) return "PostgreSQL";
  // The records of TLS: an alert, a handshake.
  const isTls = (bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 3;
  return isTls ? ENCRYPTED : undefined;
}

export const ENCRYPTED = "a server that is encrypted from the first byte on, such as a web server";

/** The answer to {@link POSTGRESQL_QUESTION}: yes, no, or an error of versions before 7. */
export function isPostgresqlAnswer(bytes: Buffer): boolean {
  const [first] = bytes.toString("latin1", 0, 1);
  return bytes.length === 1 ? first === "S" || first === "N" : isPostgresqlError(bytes);
}

/** `E`, its size, and the field that says how severe it is. */
function isPostgresqlError(bytes: Buffer): boolean {
  return bytes.length > 5 && bytes[0] === 0x45 && bytes.readUInt32BE(1) < 0x1_0000;
}

/** A packet with the number 0: protocol 10, or the error that stands in its place. */
export function isMysqlGreeting(bytes: Buffer): boolean {
  return bytes.length > 5 && bytes[3] === 0 && (bytes[4] === 10 || bytes[4] === 0xff);
}

function mysqlName(bytes: Buffer): string {
  if (bytes[4] !== 10) return "MySQL or MariaDB";
  const end = bytes.indexOf(0, 5);
  // MariaDB pretends to be 5.5.5 towards old replicas.
  const version = bytes.toString("latin1", 5, end).replace(/^5\.5\.5-/, "");
  const [number = ""] = /^[\d.]+/.exec(version) ?? [];
  return `${/mariadb/i.test(version) ? "MariaDB" : "MySQL"} ${number}`.trim();
}
