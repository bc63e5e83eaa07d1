import { CLI_CODES } from "./cli.js";
import { DBT_CODES } from "./dbt.js";
import { ENGINE_CODES } from "./engine.js";
import { LOGIN_CODES } from "./login.js";
import { OBJECT_CODES } from "./object.js";
import { PLOTLY_CODES } from "./plotly.js";
import { PLUGIN_CODES } from "./plugin.js";
import { QUERY_CODES } from "./query.js";
import { READ_CODES } from "./read.js";
import { READER_CODES } from "./reader.js";
import { SERVER_CODES } from "./server.js";
import { SITE_CODES } from "./site.js";
import { SOURCE_CODES } from "./source.js";
import { SQL_CODES } from "./sql.js";
import { TEST_CODES } from "./test.js";
import { UPLOAD_CODES } from "./upload.js";
import { VIEWER_CODES } from "./viewer.js";

/**
 * Every diagnostic code, by area. Codes are permanent: one may be retired but never takes another
 * meaning.
 */
export const CATALOGUE = {
  ...READ_CODES,
  ...DBT_CODES,
  ...PLUGIN_CODES,
  ...OBJECT_CODES,
  ...PLOTLY_CODES,
  ...SQL_CODES,
  ...SOURCE_CODES,
  ...LOGIN_CODES,
  ...UPLOAD_CODES,
  ...QUERY_CODES,
  ...READER_CODES,
  ...ENGINE_CODES,
  ...TEST_CODES,
  ...SERVER_CODES,
  ...SITE_CODES,
  ...VIEWER_CODES,
  ...CLI_CODES,
} as const;
