import type { Experiment } from '../../client/index.js';

export type ExperimentOption =
  { kind: 'known'; id: string; name: string } | { kind: 'new'; name: string };

/** Experiments that match what was typed, and the offer to make one of that name. */
export function experimentOptions(
  experiments: readonly Experiment[],
  typed: string
): ExperimentOption[] {
  const name = typed.trim();
  const wanted = name.toLowerCase();
  const known: ExperimentOption[] = experiments
    .filter(experiment => experiment.name.toLowerCase().includes(wanted))
    .map(({ experimentId, name }) => ({
      kind: 'known',
      id: experimentId,
      name
    }));
  const isTaken = experiments.some(experiment => experiment.name === name);
  return name === '' || isTaken ? known : [...known, { kind: 'new', name }];
}
