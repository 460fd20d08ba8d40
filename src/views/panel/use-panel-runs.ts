import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { VERDICT_TAG } from '../../analysis/verdict-tag.js';
import type { Run, RunSearch } from '../../client/index.js';
import { useClient } from '../common/QueryProvider.js';
import { CELL_TAGS } from '../common/cell-reference.js';
import { madeBy, type NotebookNames } from '../common/notebook-names.js';
import { queryKeys } from '../common/query-keys.js';
import { chooseKeyMetric } from './key-metric.js';
import type { ExperimentChoice } from './panel-props.js';

export type RunScope = 'notebook' | 'experiment';

/** The runs that the panel lists, and which they are. */
export type PanelRuns = {
  runs: readonly Run[];
  totalCount: number;
  scope: RunScope;
  setScope(scope: RunScope): void;
  isLoading: boolean;
  error: Error | null;
};

const NONE: readonly Run[] = [];

const ROW_TAGS = [
  ...CELL_TAGS,
  VERDICT_TAG,
  'trackbook.kind',
  'mlflow.source.name'
];

/**
 * The newest runs of an experiment, or only those that a notebook made, with what the panel shows of
 * them: of their metrics the one that tells them apart.
 */
export function usePanelRuns(
  experiment: ExperimentChoice | null,
  names: NotebookNames | undefined,
  limit: number,
  keyMetrics: readonly string[]
): PanelRuns {
  const client = useClient();
  const [chosenScope, setScope] = useState<RunScope>('notebook');
  const scope = names === undefined ? 'experiment' : chosenScope;
  const search = {
    experimentIds: experiment ? [experiment.id] : [],
    filter: scope === 'notebook' ? madeBy(names!) : '',
    orderBy: ['attributes.start_time DESC'],
    maxResults: limit
  };
  const { data, error, isLoading } = useQuery({
    queryKey: queryKeys.runs('panel', search, keyMetrics),
    queryFn: ({ signal }) =>
      client.runs.search(
        { ...search, values: valuesShown(keyMetrics) },
        signal
      ),
    enabled: experiment !== null,
    placeholderData: keepPreviousData
  });
  return {
    runs: data?.runs ?? NONE,
    totalCount: data?.totalCount ?? 0,
    scope,
    setScope,
    isLoading,
    error
  };
}

function valuesShown(keyMetrics: readonly string[]): RunSearch['values'] {
  return {
    tags: ROW_TAGS,
    choose: (_runs, uses) => {
      const metric = chooseKeyMetric(uses, keyMetrics);
      return {
        metrics: metric === null ? [] : [metric],
        params: [],
        tags: ROW_TAGS
      };
    }
  };
}
