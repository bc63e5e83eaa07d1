/**
 * What a page may load and run: files of its own origin, no inline script, no eval. Under `serve`
 * it is a header, in a published page a `meta` element, which cannot say who may frame the page.
 */
export const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
