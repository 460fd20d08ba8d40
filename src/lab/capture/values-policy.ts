import { type INotebookModel } from '@jupyterlab/notebook';
import {
  isValuesPolicy,
  type ValuesPolicy
} from '../../views/panel/panel-props.js';

const KEY = 'trackbook';

/** What a notebook says itself about the values of its tracked cells, or null. */
export function policyOf(
  model: Pick<INotebookModel, 'getMetadata'> | null
): ValuesPolicy | null {
  const values = (model?.getMetadata(KEY) as { values?: unknown } | undefined)
    ?.values;
  return isValuesPolicy(values) ? values : null;
}

/** Keep the choice in the notebook; null leaves it to the settings again. */
export function setPolicy(
  model: Pick<INotebookModel, 'getMetadata' | 'setMetadata' | 'deleteMetadata'>,
  policy: ValuesPolicy | null
): void {
  const { values: _, ...others } = (model.getMetadata(KEY) ?? {}) as Record<
    string,
    unknown
  >;
  const next = policy ? { ...others, values: policy } : others;
  if (Object.keys(next).length > 0) {
    model.setMetadata(KEY, next);
  } else {
    model.deleteMetadata(KEY);
  }
}
