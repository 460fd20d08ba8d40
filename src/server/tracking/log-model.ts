import { invalidParameter } from '../../api/errors.js';
import { toPythonJson } from '../python-json.js';
import { findTags, setTags } from '../store/queries/params-and-tags.js';
import { lockRun } from '../store/queries/runs.js';
import type { Tx } from '../store/tx.js';
import { reportRun, requireActiveRun } from './runs.js';

/** Where clients older than 3.0 keep what they know about the models of a run. */
const LOGGED_MODELS_TAG = 'mlflow.log-model.history';

const REQUIRED_FIELDS = [
  'artifact_path',
  'flavors',
  'utc_time_created',
  'run_id'
];
const KEPT_FIELDS = [
  'run_id',
  'artifact_path',
  'utc_time_created',
  'model_uuid',
  'flavors'
];

/** Adds a model to those that the run's tag lists. */
export const logModel = async (
  tx: Tx,
  input: { runId: string; modelJson: string }
): Promise<void> => {
  const model = parseModel(input.modelJson);
  const run = await requireActiveRun(tx, input.runId);
  await lockRun(tx, run.id);
  const tags = await findTags(tx, [run.id]);
  const listed = tags.find(tag => tag.key === LOGGED_MODELS_TAG)?.value ?? '[]';
  setTags(tx, [
    {
      run: run.id,
      key: LOGGED_MODELS_TAG,
      value: toPythonJson([...JSON.parse(listed), model])
    }
  ]);
  reportRun(tx, run, 'updated', ['tags']);
};

const parseModel = (json: string): object => {
  const model = parseObject(json);
  const missing = REQUIRED_FIELDS.filter(field => !(field in model));
  if (missing.length > 0) {
    throw invalidParameter(
      `Model json is missing mandatory fields: ${missing.join(', ')}`
    );
  }
  const kept: Record<string, unknown> = {
    ...model,
    flavors: withoutConfig(model.flavors)
  };
  return Object.fromEntries(
    KEPT_FIELDS.map(field => [field, kept[field] ?? null])
  );
};

/** A flavor's config may be of any size and is in the model's artifacts too. */
const withoutConfig = (flavors: unknown) =>
  Object.fromEntries(
    Object.entries(flavors ?? {}).map(([name, flavor]) => {
      const { config: _, ...rest } = flavor as Record<string, unknown>;
      return [name, rest];
    })
  );

const parseObject = (json: string): Record<string, unknown> => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw malformed(json);
  }
  if (typeof parsed !== 'object' || parsed === null) {
    throw malformed(json);
  }
  return parsed as Record<string, unknown>;
};

const malformed = (json: string) =>
  invalidParameter(`Malformed model info. \n ${json} \n is not a valid JSON.`);
