import { useExperiments } from '../common/queries.js';
import type { ExperimentChoice } from './panel-props.js';

/** The experiment in use or, before one is known, the newest there is. */
export function useShownExperiment(
  inUse: ExperimentChoice | null
): ExperimentChoice | null {
  const { data } = useExperiments();
  const shown = inUse
    ? data?.find(({ experimentId }) => experimentId === inUse.id)
    : data?.[0];
  return shown ? { id: shown.experimentId, name: shown.name } : inUse;
}
