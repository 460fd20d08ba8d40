import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Run } from '../../client/index.js';
import { useClient } from '../common/QueryProvider.js';
import { madeBy } from '../common/cell-reference.js';
import { queryKeys } from '../common/query-keys.js';
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

/** The newest runs of an experiment, or only those that a notebook made. */
export function usePanelRuns(
  experiment: ExperimentChoice | null,
  notebook: string | undefined,
  limit: number
): PanelRuns {
  const client = useClient();
  const [chosenScope, setScope] = useState<RunScope>('notebook');
  const scope = notebook === undefined ? 'experiment' : chosenScope;
  const search = {
    experimentIds: experiment ? [experiment.id] : [],
    filter: scope === 'notebook' ? madeBy(notebook!) : '',
    orderBy: ['attributes.start_time DESC'],
    maxResults: limit
  };
  const { data, error, isLoading } = useQuery({
    queryKey: queryKeys.runs('panel', search),
    queryFn: ({ signal }) => client.runs.search(search, signal),
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
