import { cliCodes } from "./cli.js";
import { dbtCodes } from "./dbt.js";
import { engineCodes } from "./engine.js";
import { loginCodes } from "./login.js";
import { objectCodes } from "./object.js";
import { plotlyCodes } from "./plotly.js";
import { pluginCodes } from "./plugin.js";
import { queryCodes } from "./query.js";
import { readCodes } from "./read.js";
import { readerCodes } from "./reader.js";
import { serverCodes } from "./server.js";
import { siteCodes } from "./site.js";
import { sourceCodes } from "./source.js";
import { sqlCodes } from "./sql.js";
import { testCodes } from "./test.js";
import { uploadCodes } from "./upload.js";
import { VIEWER_CODES } from "./viewer.js";

const allCodes = () => ({
  ...readCodes(),
  ...dbtCodes(),
  ...pluginCodes(),
  ...objectCodes(),
  ...plotlyCodes(),
  ...sqlCodes(),
  ...sourceCodes(),
  ...loginCodes(),
  ...uploadCodes(),
  ...queryCodes(),
  ...readerCodes(),
  ...engineCodes(),
  ...testCodes(),
  ...serverCodes(),
  ...siteCodes(),
  ...VIEWER_CODES,
  ...cliCodes(),
});

let catalogue: ReturnType<typeof allCodes> | undefined;

/**
 * Every diagnostic code, by area. Codes are permanent: one may be retired but never takes another
 * meaning. Made when one is first needed: most commands have nothing to say.
 */
export function diagnosticCatalogue(): ReturnType<typeof allCodes> {
  return (catalogue ??= allCodes());
}
