import { useExperiments } from '../common/queries.js';
import type { ExperimentChoice } from './panel-props.js';

/** The experiment in use or, before one is known, the newest there is. */
export function useShownExperiment(
  inUse: ExperimentChoice | null
): ExperimentChoice | null {
  const { data } = useExperiments();
  const newest = data?.[0];
  return (
    inUse ?? (newest ? { id: newest.experimentId, name: newest.name } : null)
  );
}
