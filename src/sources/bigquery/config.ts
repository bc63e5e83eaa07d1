import { FIELD_MARKS } from "../../project/source-config/field-marks.js";
import type { DeclaredSourceType } from "../../project/source-types.js";
import { bytesIn } from "../../project/schema/types/bytes.js";
import {
  filePath,
  filledText,
  lazily,
  matchingText,
  poolSize,
  progressTimeout,
  wholeNumber,
} from "../config-fields.js";
import { withDefault, z } from "../zod.js";
import { endpointOf, isOwnEndpoint, isUsableEndpoint } from "./endpoint.js";

const POOL = 4;
/** Lower-case letters and digits of any alphabet, `_` and `-`, at most 63 of them. */
const labelKey = () => /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u;
const labelValue = () => /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;
const LABEL_RULE =
  "it holds what a label of BigQuery may not: lower-case letters, digits, `_` and `-`, at most 63.";
const ENDPOINT_RULE = "`http://` is for this machine only; begin with `https://`.";

const config = lazily(() =>
  z
    .strictObject({
      project: filledText().register(FIELD_MARKS, {
        example: "my-company",
        description: "Id of the Google Cloud project that runs the queries and pays for them.",
      }),
      dataset: z.optional(filledText()).register(FIELD_MARKS, {
        example: "sales",
        description:
          "Dataset in which unqualified tables are looked up; of another project as `project.dataset`.",
      }),
      database: z.optional(filledText()).register(FIELD_MARKS, {
        example: "sales",
        description: "Another name for `dataset`.",
      }),
      credentials_base64: z.optional(filledText()).register(FIELD_MARKS, {
        example: "${env.BIGQUERY_CREDENTIALS}",
        description: "The JSON file of a service account's key, in base64.",
        secret: true,
      }),
      credentials_file: z.optional(
        filePath(
          "The JSON file of a service account's key. Without it and `credentials_base64`, Google's application-default credentials.",
          "secrets/reader.json",
        ),
      ),
      location: z.optional(filledText()).register(FIELD_MARKS, {
        example: "EU",
        description: "Where the queries run; where the dataset lies when absent.",
      }),
      maximum_bytes_billed: withDefault(
        z.union([z.int().check(z.minimum(1)), z.string().check(z.refine(isSize))], {
          error: "it is neither a size such as `50GB` nor `none`",
        }),
        "10GB",
      ).register(FIELD_MARKS, {
        example: "50GB",
        description: "Most bytes that one query may be billed for; `none` for no limit.",
      }),
      labels: z
        .optional(
          z.record(matchingText(labelKey(), LABEL_RULE), matchingText(labelValue(), LABEL_RULE)),
        )
        .register(FIELD_MARKS, {
          example: "{ team: finance }",
          description:
            "Labels of the jobs, for the bill. `headwater`, with the project's name, is always one.",
        }),
      api_endpoint: z
        .optional(z.string().check(z.refine(isUsableEndpoint, ENDPOINT_RULE)))
        .register(FIELD_MARKS, {
          example: "https://bigquery.example.com",
          description: "Another address of the service, such as a private one.",
        }),
      pool: poolSize(),
      connection_pool_size: poolSize().register(FIELD_MARKS, {
        example: "2",
        description: "Another name for `pool`.",
      }),
      timeout: withDefault(wholeNumber(1, 21_600), 300).register(FIELD_MARKS, {
        example: "60",
        description: "Seconds after which the service stops a query.",
      }),
      progress_timeout: progressTimeout(),
      connect_timeout: withDefault(wholeNumber(1, 600), 10).register(FIELD_MARKS, {
        example: "10",
        description: "Seconds to wait for a connection, and for the login.",
      }),
    })
    .check(
      z.refine(({ dataset, database }) => dataset === undefined || database === undefined, {
        error: "`dataset` and `database` are two names of one field.",
      }),
      z.refine(
        ({ credentials_base64: text, credentials_file: file }) =>
          text === undefined || file === undefined,
        { error: "`credentials_base64` and `credentials_file` are two keys; one is used." },
      ),
    ),
);

export type BigqueryConfig = z.output<ReturnType<typeof config>>;

export const bigquery: DeclaredSourceType<BigqueryConfig> = {
  type: "bigquery",
  description: "A project of Google BigQuery.",
  dialect: "bigquery",
  driver: "google-auth-library",
  isolation: "thread",
  file: false,
  pool: POOL,
  billed: true,
  ownLogin: ({ credentials_base64: text, credentials_file: file, api_endpoint: endpoint }) => {
    const isKeyless = text === undefined && file === undefined;
    const isLocal = typeof endpoint === "string" && endpointOf(endpoint).local;
    return isKeyless && !isLocal
      ? "the application-default credentials of this machine"
      : undefined;
  },
  server: ["project", "api_endpoint"],
  loginHost: { field: "api_endpoint", isKnown: isOwnEndpoint },
  get config() {
    return config();
  },
};

function isSize(text: string): boolean {
  return text.trim() === "none" || (bytesIn(text) ?? 0) >= 1;
}
