import { expect, test } from "vitest";
import { filePrivilege, writingPrivilege } from "./privileges.js";

test.each<[string[], string | undefined]>([
  [["GRANT USAGE ON *.* TO `r`@`%`", "GRANT SELECT ON `shop`.* TO `r`@`%`"], undefined],
  [
    ["GRANT SELECT, SHOW VIEW, LOCK TABLES, CREATE TEMPORARY TABLES ON `shop`.* TO `r`@`%`"],
    undefined,
  ],
  [
    ["GRANT SELECT, PROCESS ON *.* TO `r`@`%`", "GRANT ALL PRIVILEGES ON `test`.* TO PUBLIC"],
    undefined,
  ],
  [["GRANT SELECT (`id`) ON `shop`.`insert` TO `r`@`%`"], undefined],
  [["GRANT `reader`@`%` TO `r`@`%`"], undefined],
  [["GRANT SELECT, INSERT ON `shop`.* TO `r`@`%`"], "may change tables"],
  [
    ["GRANT SELECT ON *.* TO `r`@`%`", "GRANT ALL PRIVILEGES ON `shop`.* TO `r`@`%`"],
    "may change tables",
  ],
  [
    ["GRANT SELECT, FILE ON *.* TO `r`@`%` IDENTIFIED BY PASSWORD '*X'"],
    "has the right FILE, which reads and writes files on the server",
  ],
  [
    ["GRANT SELECT, SUPER ON *.* TO `r`@`%`"],
    "has the right SUPER, which changes settings and stops others' work",
  ],
  [
    ["GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION"],
    "may do everything, which includes files and other users",
  ],
  // MySQL 8 lists what ALL is made of.
  [
    ["GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, FILE ON *.* TO `root`@`localhost`"],
    "has the right FILE, which reads and writes files on the server",
  ],
])("%j: %s", (grants, how) => {
  expect(filePrivilege(grants) ?? writingPrivilege(grants)).toBe(how);
});
