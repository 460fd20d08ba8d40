import { sampleRun } from '../../testing/sample-runs.js';
import { sampleVersion } from '../../testing/sample-versions.js';
import { isLowerBetter } from '../common/metric-direction.js';
import { chooseOtherVersion } from './choose-other-version.js';
import type { VersionDetails } from './use-version-details.js';
import {
  costDifferences,
  metricDifferences,
  paramDifferences
} from './version-difference.js';

describe('the version that another is measured against', () => {
  const v1 = sampleVersion({ version: '1' });
  const v2 = sampleVersion({ version: '2', aliases: ['champion'] });
  const v3 = sampleVersion({ version: '3', stage: 'Production' });
  const v4 = sampleVersion({ version: '4' });

  it('is the one in production, else the champion, else the one before', () => {
    expect(chooseOtherVersion([v4, v3, v2, v1], v4)).toBe(v3);
    expect(chooseOtherVersion([v4, v2, v1], v4)).toBe(v2);
    expect(chooseOtherVersion([v4, v1], v4)).toBe(v1);
  });

  it('is never the version itself', () => {
    expect(chooseOtherVersion([v3, v1], v3)).toBe(v1);
    expect(chooseOtherVersion([v3], v3)).toBeNull();
  });
});

describe('two versions side by side', () => {
  const details = (
    rmse: number,
    seconds: number,
    sizeBytes: number | null
  ): VersionDetails => ({
    version: sampleVersion(),
    run: sampleRun({
      metrics: { rmse },
      params: { depth: String(rmse), seed: '42' },
      startedAt: 0,
      endedAt: seconds * 1000
    }),
    facts: {
      flavors: [],
      sizeBytes,
      mlflowVersion: null,
      inputs: [],
      outputs: []
    }
  });
  const left = details(6, 30, 2_000_000);
  const right = details(7, 20, null);

  it('say which is better', () => {
    expect(metricDifferences(left, right, isLowerBetter)).toEqual([
      { name: 'rmse', left: '6', right: '7', verdict: 'better' }
    ]);
  });

  it('say what they cost, as far as that is known', () => {
    const names = { duration: 'Training time', size: 'Model size' };
    expect(costDifferences(left, right, names)).toEqual([
      {
        name: 'Training time',
        left: '30.0 s',
        right: '20.0 s',
        verdict: 'worse'
      },
      { name: 'Model size', left: '2.0 MB', right: '', verdict: 'other' }
    ]);
  });

  it('list only the params that were changed', () => {
    expect(
      paramDifferences(left.run, right.run).map(({ name }) => name)
    ).toEqual(['depth']);
  });
});
