import { EnvValue, type ConfigValue } from "./env-value.js";
import { envSecrets } from "./fill-env-value.js";
import type { LateValue } from "./objects.js";
import type { Environment, Project } from "./project.js";
import { resolveSource } from "./resolve-source.js";
import { namesSecret } from "./secret-name.js";

/** A value that no message and no page may show. */
export interface ProjectSecret {
  readonly value: string;
  /** Whose it is, in words: "a secret field of the source `crm`". */
  readonly of: string;
}

/**
 * All secrets of a project, in clear: of the secret fields of its sources and destinations, and
 * whatever comes from the environment into the `env` of its scripts, such as tokens.
 */
export function projectSecrets(project: Project): ProjectSecret[] {
  const { sources, environment, sourceTypes } = project;
  return [
    ...sources.flatMap((source) =>
      resolveSource(source, environment, sourceTypes).secrets.map((value) => ({
        value,
        of: `a secret field of the source \`${source.name}\``,
      })),
    ),
    ...scriptSecrets(project),
    ...destinationSecrets(project),
  ];
}

function scriptSecrets({ models, environment }: Project): ProjectSecret[] {
  return models.flatMap((model) =>
    model.type !== "script"
      ? []
      : Object.entries(model.env ?? {}).flatMap(([variable, value]) =>
          variableSecrets(variable, value, environment).map((secret) => ({
            value: secret,
            of: `\`env.${variable}\` of the model \`${model.name}\``,
          })),
        ),
  );
}

/** Of a value that is written out the name says whether it is a secret; one of a variable is. */
function variableSecrets(name: string, value: ConfigValue, environment: Environment): string[] {
  if (value instanceof EnvValue) return envSecrets(value, environment);
  const isText = typeof value === "number" || (typeof value === "string" && value !== "");
  return isText && namesSecret(name) ? [String(value)] : [];
}

/** The secret fields of all destinations; of a webhook also what follows its host. */
function destinationSecrets({ destinations, environment }: Project): ProjectSecret[] {
  const texts = (value: LateValue<string> | undefined): string[] => {
    if (value instanceof EnvValue) return envSecrets(value, environment);
    return value === undefined ? [] : [value];
  };
  return destinations.flatMap(({ name, settings }) => {
    const values =
      settings?.type === "email"
        ? texts(settings.password)
        : settings?.type === "slack"
          ? texts(settings.webhookUrl).flatMap((url) => [url, ...tokensOf(url)])
          : [];
    return values.map((value) => ({ value, of: `a secret field of the destination \`${name}\`` }));
  });
}

/** Shorter pieces of a path are words, not tokens. */
const SHORTEST_TOKEN = 8;

/** What gives access: the path as a whole, and its last piece. */
function tokensOf(url: string): string[] {
  const path = /^https?:\/\/[^/]+\/(.+)$/i.exec(url)?.[1];
  if (path === undefined) return [];
  const last = path.slice(path.lastIndexOf("/") + 1);
  return last.length >= SHORTEST_TOKEN ? [path, last] : [path];
}
