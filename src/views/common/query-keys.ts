/** Names of what is kept in the query cache; the first word says of what kind. */
export const queryKeys = {
  features: () => ['features'] as const,
  experiments: () => ['experiments'] as const,
  runs: (...search: unknown[]) => ['runs', ...search] as const,
  cellRuns: (filter: string) => ['cellRuns', filter] as const,
  run: (runId: string) => ['run', runId] as const,
  keys: (experimentIds: readonly string[]) => ['keys', experimentIds] as const,
  comparison: (runIds: readonly string[]) => ['comparison', runIds] as const,
  metrics: (runIds: readonly string[], keys: readonly string[]) =>
    ['metrics', runIds, keys] as const,
  artifacts: (owner: object, path: string) =>
    ['artifacts', owner, path] as const,
  file: (owner: object, path: string) => ['file', owner, path] as const,
  reproduction: (runId: string) => ['reproduction', runId] as const,
  slice: (runId: string) => ['slice', runId] as const,
  loggedModel: (modelId: string) => ['loggedModel', modelId] as const,
  models: () => ['models'] as const,
  model: (name: string) => ['model', name] as const,
  versions: (name: string) => ['versions', name] as const,
  versionsOfRun: (runId: string) => ['versionsOfRun', runId] as const
};
