/**
 * The environment for a Node process of ours that speaks to nobody: a file of certificates, which
 * companies set for all programs, takes Node more time to read than all else of its start.
 */
export function offlineEnvironment(): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;
  return environment;
}
