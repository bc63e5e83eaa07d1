import type { Hello } from "../server/meet.js";
import { isMysqlGreeting } from "../server/strangers.js";

export const HELLO: Hello = { name: "MySQL or MariaDB", port: 3306, isOwn: isMysqlGreeting };
