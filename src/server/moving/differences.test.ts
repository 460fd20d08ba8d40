import { registeredModelDifferences, runDifferences } from './differences.js';
import type { RegisteredModelRecord, RunRecord } from './records.js';

const run: RunRecord = {
  runId: 'r',
  experimentId: '1',
  name: 'best',
  userId: 'ada',
  status: 'FINISHED',
  startTime: 1,
  endTime: 2n ** 60n,
  deletedTime: null,
  lifecycleStage: 'active',
  artifactUri: 'mlflow-artifacts:/1/r/artifacts',
  params: [{ key: 'depth', value: '3' }],
  tags: [
    { key: 'a', value: '1' },
    { key: 'b', value: '2' }
  ],
  datasets: [],
  modelInputs: ['m-1'],
  modelOutputs: [{ modelId: 'm-2', step: 0 }]
};

const model: RegisteredModelRecord = {
  name: 'price',
  description: '',
  creationTime: 1,
  lastUpdateTime: 2,
  tags: [],
  aliases: [{ alias: 'champion', version: 1 }],
  versions: []
};

describe('runDifferences', () => {
  it('finds none in another order and with more besides', () => {
    const stored = {
      ...run,
      tags: [{ key: 'mine', value: 'x' }, ...run.tags.toReversed()]
    };
    expect(runDifferences(run, stored)).toEqual([]);
  });

  it('says which field differs', () => {
    const stored = { ...run, name: 'worst', params: [] };
    expect(runDifferences(run, stored)).toEqual([
      'run r: name is worst, not best',
      'run r: params is [], not [{"key":"depth","value":"3"}]'
    ]);
  });

  it('says that a run is missing', () => {
    expect(runDifferences(run, undefined)).toEqual(['run r is missing']);
  });
});

describe('registeredModelDifferences', () => {
  it('tells another model of the same name', () => {
    const other = { ...model, creationTime: 9 };
    expect(registeredModelDifferences(model, other)).toEqual([
      expect.stringContaining(
        "'price' was not stored: another one has its name"
      )
    ]);
  });

  it('tells an alias of another version', () => {
    const stored = { ...model, aliases: [{ alias: 'champion', version: 2 }] };
    expect(registeredModelDifferences(model, stored)).toHaveLength(1);
  });
});
