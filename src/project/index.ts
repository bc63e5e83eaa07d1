/** The door of the folder: how a project is read, and what it is then. */
export { EnvValue } from "./env-value.js";
export type { ConfigValue } from "./env-value.js";
export { parseExpression } from "./expression.js";
export type { ColumnExpression, Expression } from "./expression.js";
export type { Graph } from "./graph.js";
export { loadProject } from "./load-project.js";
export type { LoadOptions } from "./load-project.js";
export * from "./objects.js";
export type { Defaults, Environment, Project, ResolvedSource } from "./project.js";
export { resolveSource } from "./resolve-source.js";
export { selectObjects } from "./selection.js";
export type { Selected } from "./selection.js";
