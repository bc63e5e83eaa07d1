/** Servers that refuse in as many ways as they know. */
import { writeFile } from "node:fs/promises";
import { startMariadb, type MariadbServer } from "../servers/mariadb.js";
import { startPostgres, type PostgresServer } from "../servers/postgres.js";
import type { Certificate } from "./certificates.js";

/** Rules of the server by database and login; what none of them names is refused. */
const RULES = `
local all headwater scram-sha-256
local all all peer
host shop refused 127.0.0.1/32 reject
host shop identified 127.0.0.1/32 ident
hostssl shop encrypted 127.0.0.1/32 scram-sha-256
hostnossl shop encrypted 127.0.0.1/32 reject
host postgres,shop,shut,crowded,private,shops all 127.0.0.1/32 scram-sha-256
`;

const ROLES = `
create role reader login password 'r3ader-pass';
create role nobody login password 'r3ader-pass';
create role encrypted login password 'r3ader-pass';
create role refused login password 'r3ader-pass';
create role identified login password 'r3ader-pass';
create role blind login password 'r3ader-pass';
create role expired login password 'r3ader-pass' valid until '2001-01-01';
create role "group" password 'r3ader-pass';
create role few login password 'r3ader-pass' connection limit 0;
`;

const DATABASES = [
  "shop",
  "unlisted",
  "private",
  "shut allow_connections false",
  "crowded connection limit 0",
];

const TABLES = `
create schema sales; create schema vault; create schema hollow;
grant usage on schema sales, hollow to reader;
create table sales.orders (id int); create table sales.items (id int); create table vault.keys (id int);
grant select on sales.orders, sales.items to reader;
`;

export async function startWrongPostgres(certificate: Certificate): Promise<PostgresServer> {
  const server = await startPostgres({ certificate });
  await server.query(ROLES);
  for (const database of DATABASES) await server.query(`create database ${database}`);
  await server.query("revoke connect on database private from public");
  await server.query(TABLES, "shop");
  const [row] = await server.query("show hba_file");
  await writeFile(row?.["hba_file"] ?? "", RULES);
  await server.query("select pg_reload_conf()");
  return server;
}

const ACCOUNTS = `
create table shop.orders (id int);
create user reader@'%' identified by 'r3ader-pass'; grant select on shop.* to reader@'%';
create user blind@'%' identified by 'r3ader-pass';
create user elsewhere@'10.9.8.7' identified by 'r3ader-pass';
create user locked@'%' identified by 'r3ader-pass' account lock;
create user expired@'%' identified by 'r3ader-pass' password expire;
create user few@'%' identified by 'r3ader-pass' with max_user_connections 1;
create user encrypted@'%' identified by 'r3ader-pass' require ssl; grant select on shop.* to encrypted@'%';
create user system@'%' identified via unix_socket;
install soname 'auth_ed25519';
create user modern@'%' identified via ed25519 using password('r3ader-pass');
create database lobby; create user ''@'%'; grant select on lobby.* to ''@'%';
create database hollow; grant select on hollow.* to reader@'%';
`;

export async function startWrongMariadb(): Promise<MariadbServer> {
  const server = await startMariadb({ settings: { "disconnect-on-expired-password": "1" } });
  await server.query(ACCOUNTS);
  return server;
}
