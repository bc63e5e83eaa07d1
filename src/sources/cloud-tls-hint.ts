/**
 * What to do about an encrypted connection to a service on the web that failed, by Node's words for
 * why. `field` is the one that may name another address.
 */
export function cloudTlsHint(reason: string, field: string): string {
  if (/expired|not yet valid/.test(reason)) {
    return "Look at this machine's clock first; else what answers there, such as a proxy, needs a certificate that is valid today.";
  }
  if (/does not match|altnames|certificate is for/i.test(reason)) {
    return `Another host answers there: check \`${field}\`, and what a proxy or the name service makes of it.`;
  }
  if (/does not speak TLS/.test(reason)) {
    return `Check the host and the port in \`${field}\`.`;
  }
  return "A proxy or a firewall that looks into connections shows a certificate of its own: NODE_EXTRA_CA_CERTS names the file of its authority.";
}
