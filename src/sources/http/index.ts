export type { Clock } from "./clock.js";
export {
  createHttpClient,
  type HttpCall,
  type HttpClient,
  type HttpClientOptions,
} from "./client.js";
export { HttpFailure, type HttpFailureKind, type RefusalAnswer } from "./failure.js";
export { readPages, type Paging } from "./pages.js";
export type { HttpAnswer } from "./request.js";
export type { RetryLimits } from "./retry.js";
export { createServiceFetch } from "./service-fetch.js";
export { sourceErrorOf } from "./source-error.js";
export type { AccessToken, TokenOptions } from "./token.js";
