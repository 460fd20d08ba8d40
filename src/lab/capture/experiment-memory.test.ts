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

  it('keeps the name known last, where a kernel cannot ask for it', () => {
    const memory = new ExperimentMemory(null);
    const nameless = { id: '7', name: null };
    expect(memory.named(nameless)).toEqual(nameless);
    memory.meet('a.ipynb', 'session-1', nameless);
    memory.meet('a.ipynb', 'session-1', taxi);
    memory.meet('a.ipynb', 'session-2', nameless);
    expect(memory.of('a.ipynb')).toEqual(taxi);
    expect(memory.named(nameless)).toEqual(taxi);
  });

  it('keeps notebooks apart', () => {
    const memory = new ExperimentMemory(null);
    memory.choose(taxi, 'a.ipynb');
    expect(memory.of('b.ipynb')).toBeNull();
    expect(memory.latest).toEqual(taxi);
  });

  it('goes with a notebook that gets another path, and leaves none for the next of the old one', () => {
    const memory = new ExperimentMemory(null);
    memory.choose(taxi, 'a.ipynb');
    memory.rename('a.ipynb', 'b.ipynb');
    memory.rename('unknown.ipynb', 'c.ipynb');
    expect(memory.of('b.ipynb')).toEqual(taxi);
    expect(memory.of('a.ipynb')).toBeNull();
    expect(memory.meet('a.ipynb', 'session-1', fresh)).toBeNull();
  });

  it('goes with the notebooks of a folder', () => {
    const memory = new ExperimentMemory(null);
    memory.choose(taxi, 'old/a.ipynb');
    memory.choose(fresh, 'older/a.ipynb');
    memory.rename('old', 'new');
    expect(memory.of('new/a.ipynb')).toEqual(taxi);
    expect(memory.of('older/a.ipynb')).toEqual(fresh);
  });

  it('ends with the notebook', () => {
    const memory = new ExperimentMemory(null);
    memory.choose(taxi, 'a.ipynb');
    memory.rename('a.ipynb', null);
    expect(memory.of('a.ipynb')).toBeNull();
  });

  it('tells a kernel what was learnt of its notebook', () => {
    const memory = new ExperimentMemory(null);
    memory.learn('a.ipynb', taxi);
    expect(memory.latest).toBeNull();
    expect(memory.meet('a.ipynb', 'session-1', fresh)).toEqual(taxi);
  });

  it('outlives a page load', async () => {
    const stateDB = fakeStateDB();
    new ExperimentMemory(stateDB).choose(taxi, 'a.ipynb');
    const later = new ExperimentMemory(stateDB);
    await later.ready;
    expect(later.of('a.ipynb')).toEqual(taxi);
  });
});
