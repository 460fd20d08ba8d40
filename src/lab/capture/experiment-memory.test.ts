import { type IStateDB } from '@jupyterlab/statedb';
import { ExperimentMemory } from './experiment-memory.js';

const taxi = { id: '7', name: 'taxi' };
const fresh = { id: '0', name: 'Default' };

function fakeStateDB(): IStateDB {
  const saved = new Map<string, unknown>();
  return {
    fetch: async (key: string) => saved.get(key),
    save: async (key: string, value: unknown) => void saved.set(key, value)
  } as unknown as IStateDB;
}

describe('ExperimentMemory', () => {
  it('tells a new kernel what its notebook was used with', () => {
    const memory = new ExperimentMemory(null);
    memory.meet('a.ipynb', 'session-1', taxi);
    expect(memory.meet('a.ipynb', 'session-2', fresh)).toEqual(taxi);
    expect(memory.of('a.ipynb')).toEqual(taxi);
  });

  it('follows the code of a kernel that it knows', () => {
    const memory = new ExperimentMemory(null);
    memory.meet('a.ipynb', 'session-1', taxi);
    expect(memory.meet('a.ipynb', 'session-1', fresh)).toBeNull();
    expect(memory.of('a.ipynb')).toEqual(fresh);
  });

  it('takes a first kernel as it is', () => {
    const memory = new ExperimentMemory(null);
    expect(memory.meet('a.ipynb', 'session-1', fresh)).toBeNull();
    expect(memory.of('a.ipynb')).toEqual(fresh);
  });

  it('keeps a choice made before the kernel was there', () => {
    const memory = new ExperimentMemory(null);
    memory.choose(taxi, 'a.ipynb');
    expect(memory.meet('a.ipynb', 'session-1', fresh)).toEqual(taxi);
  });

  it('keeps notebooks apart', () => {
    const memory = new ExperimentMemory(null);
    memory.choose(taxi, 'a.ipynb');
    expect(memory.of('b.ipynb')).toBeNull();
    expect(memory.latest).toEqual(taxi);
  });

  it('outlives a page load', async () => {
    const stateDB = fakeStateDB();
    new ExperimentMemory(stateDB).choose(taxi, 'a.ipynb');
    const later = new ExperimentMemory(stateDB);
    await later.ready;
    expect(later.of('a.ipynb')).toEqual(taxi);
  });
});
