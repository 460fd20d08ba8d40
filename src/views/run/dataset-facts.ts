import type { Dataset } from '../../client/index.js';
import type { DataRecord } from '../../data/index.js';
import { formatCount } from '../common/format.js';

type SchemaColumn = { name: string; type: string };

/** The columns of a dataset's schema as mlflow's pandas and numpy datasets write it. */
export function columnsOfSchema(schema: string): SchemaColumn[] {
  const content = parseJson(schema)?.mlflow_colspec;
  return Array.isArray(content)
    ? content.map(({ name, type }) => ({
        name: String(name ?? ''),
        type: String(type ?? '')
      }))
    : [];
}

/** `num_rows: 400` and its like, made readable. */
export function factsOfProfile(profile: string): [string, string][] {
  return Object.entries(parseJson(profile) ?? {}).map(([name, value]) => [
    name.replace(/^num_/, '').replaceAll('_', ' '),
    typeof value === 'number' ? formatCount(value) : JSON.stringify(value)
  ]);
}

export function placeOfSource({ source, sourceType }: Dataset): string {
  const content = parseJson(source);
  const place = content?.uri ?? content?.url ?? content?.path;
  return typeof place === 'string' ? place : sourceType;
}

function parseJson(text: string): Record<string, unknown> | null {
  if (!text) {
    return null;
  }
  try {
    return JSON.parse(text);
  } catch {
    // Any client may write any text here; what is no JSON has no facts to show.
    return null;
  }
}

/** Whether the run's own record tells more of this dataset than MLflow keeps. */
export function isRecorded(
  { name, digest }: Dataset,
  data: DataRecord | null
): boolean {
  const digests = [
    ...(data?.files ?? []).map(file => file.sha256),
    ...(data?.frames ?? []).map(frame => frame.digest)
  ];
  return (
    (digest !== '' && digests.some(whole => whole?.startsWith(digest))) ||
    (data?.frames ?? []).some(
      frame => frame.use === 'logged' && frame.name === name
    )
  );
}
