import { invalidParameter } from '../../api/errors.js';
import type { LifecycleStage, ViewType } from '../../api/entities.js';

const stagesByView: Record<ViewType, readonly LifecycleStage[]> = {
  ACTIVE_ONLY: ['active'],
  DELETED_ONLY: ['deleted'],
  ALL: ['active', 'deleted']
};

export const stagesOf = (view: ViewType) => stagesByView[view];

const MAX_RESULTS = 50_000;

export const requireMaxResults = (
  maxResults: number,
  limit = MAX_RESULTS
): void => {
  const problem =
    maxResults < 1
      ? 'It must be a positive integer'
      : maxResults > limit
        ? `It must be at most ${limit}`
        : undefined;
  if (problem) {
    throw invalidParameter(
      `Invalid value ${maxResults} for parameter 'max_results' supplied. ${problem}`
    );
  }
};
