import type { Experiment } from '../../client/index.js';
import { experimentOptions } from './experiment-options.js';

const experiments = ['Taxi', 'taxi duration', 'Iris'].map(
  (name, index) => ({ name, experimentId: String(index) }) as Experiment
);

function names(typed: string): string[] {
  return experimentOptions(experiments, typed).map(option =>
    option.kind === 'new' ? `+${option.name}` : option.name
  );
}

describe('experimentOptions', () => {
  it('are all while nothing is typed', () => {
    expect(names(' ')).toEqual(['Taxi', 'taxi duration', 'Iris']);
  });

  it('match anywhere and in any case, and offer a new one', () => {
    expect(names('taxi')).toEqual(['Taxi', 'taxi duration', '+taxi']);
    expect(names('iRi')).toEqual(['Iris', '+iRi']);
  });

  it('offer no second one of the same name', () => {
    expect(names('Taxi')).toEqual(['Taxi', 'taxi duration']);
  });
});
