import { keyUsesOf, type Run } from '../../client/index.js';
import { sampleRun } from '../../testing/sample-runs.js';
import { bestRunId, chooseKeyMetric } from './key-metric.js';

function run(
  runId: string,
  metrics: Record<string, number>,
  status: Run['status'] = 'FINISHED'
): Run {
  return sampleRun({ runId, metrics, status });
}

const choose = (runs: readonly Run[], preferred: readonly string[]) =>
  chooseKeyMetric(keyUsesOf(runs), preferred);

describe('chooseKeyMetric', () => {
  it('prefers scores to counters, and held-out data to training data', () => {
    const runs = [
      run('a', { epoch: 9, training_rmse: 5, val_rmse: 6, 'system/cpu': 1 })
    ];
    expect(choose(runs, [])).toBe('val_rmse');
  });

  it('prefers what most runs have', () => {
    const runs = [run('a', { rmse: 1 }), run('b', { rmse: 2, auc: 0.5 })];
    expect(choose(runs, [])).toBe('rmse');
  });

  it('prefers held-out data only where nearly all runs have it', () => {
    const tuned = { rmse: 1, validation_rmse: 1 };
    const plain = { rmse: 2 };
    const few = [run('a', tuned), run('b', plain), run('c', tuned)];
    expect(choose(few, [])).toBe('rmse');
    const nearlyAll = [...'abcdef'].map(id => run(id, tuned));
    expect(choose([...nearlyAll, run('g', plain)], [])).toBe('validation_rmse');
  });

  it("follows the user's own choice where a run has it", () => {
    const runs = [run('a', { rmse: 1, epoch: 3 })];
    expect(choose(runs, ['absent', 'epoch'])).toBe('epoch');
  });

  it('finds none among runs without metrics', () => {
    expect(choose([run('a', {})], [])).toBeNull();
  });
});

describe('bestRunId', () => {
  it('looks for the least of an error and the most of a score', () => {
    const runs = [
      run('a', { rmse: 6.3, auc: 0.8 }),
      run('b', { rmse: 6.1, auc: 0.7 })
    ];
    expect(bestRunId(runs, 'rmse')).toBe('b');
    expect(bestRunId(runs, 'auc')).toBe('a');
  });

  it('leaves out runs that did not finish, and NaN', () => {
    const runs = [
      run('a', { rmse: 1 }, 'RUNNING'),
      run('b', { rmse: NaN }),
      run('c', { rmse: 3 }),
      run('d', { rmse: 4 })
    ];
    expect(bestRunId(runs, 'rmse')).toBe('c');
  });

  it('crowns nobody where all are equal', () => {
    const runs = [run('a', { rmse: 1 }), run('b', { rmse: 1 }), run('c', {})];
    expect(bestRunId(runs, 'rmse')).toBeNull();
  });

  it('crowns nobody who runs alone', () => {
    expect(bestRunId([run('a', { rmse: 1 })], 'rmse')).toBeNull();
  });
});
