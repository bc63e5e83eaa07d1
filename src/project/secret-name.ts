const SECRET = /pas+w|passphrase|secret|token|credential|private_?key|api_?key|webhook/i;

/** Whether a field or variable of this name, which may be misspelt, holds a secret. */
export function namesSecret(name: string): boolean {
  return SECRET.test(name);
}
