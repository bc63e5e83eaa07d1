const EVERYTHING = "may do everything, which includes files and other users";

/** Rights that go beyond tables, with what they allow. */
const POWERS: readonly (readonly [RegExp, string])[] = [
  [/\bSUPER\b/, "has the right SUPER, which changes settings and stops others' work"],
];

const WRITING =
  /\b(?:INSERT|UPDATE|DELETE|CREATE(?! TEMPORARY| USER| TABLESPACE)|DROP|ALTER|TRIGGER|INDEX)\b/;

/**
 * What a login may do that no read-only transaction holds, from its `SHOW GRANTS`; undefined when
 * nothing.
 */
export function filePrivilege(grants: readonly string[]): string | undefined {
  const rights = grants.map((grant) => /^GRANT ([\s\S]*?) ON \*\.\* TO /.exec(grant)?.[1] ?? "");
  if (rights.some((one) => /\bALL PRIVILEGES\b/.test(one))) return EVERYTHING;
  const isFile = rights.some((one) => /\bFILE\b/.test(one));
  return isFile ? "has the right FILE, which reads and writes files on the server" : undefined;
}

/**
 * What a login may do besides reading, from its `SHOW GRANTS`; undefined when it can only read.
 * What everybody may do is left out: MariaDB lets all logins write into databases for tests.
 */
export function writingPrivilege(grants: readonly string[]): string | undefined {
  for (const grant of grants) {
    if (/ TO PUBLIC\b/.test(grant)) continue;
    const [, rights = "", place = ""] = /^GRANT ([\s\S]*?) ON ([\s\S]*?) TO /.exec(grant) ?? [];
    const everywhere = place === "*.*";
    if (everywhere && /\bALL PRIVILEGES\b/.test(rights)) {
      return EVERYTHING;
    }
    const power = POWERS.find(([pattern]) => everywhere && pattern.test(rights));
    if (power) return power[1];
    if (/\bALL PRIVILEGES\b/.test(rights) || WRITING.test(rights)) return "may change tables";
  }
  return undefined;
}
