import type { SourceType } from "../contract.js";
import type { BigqueryConfig } from "./config.js";
import { createService } from "./service.js";
import { BigquerySource } from "./source.js";

export const bigquerySource: SourceType<BigqueryConfig> = {
  open: async (config, context) => new BigquerySource(createService(config, context)),
};
