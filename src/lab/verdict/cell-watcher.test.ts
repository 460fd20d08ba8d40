import { jest } from '@jest/globals';
import { type Contents, ServerConnection } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { type RunPlace } from '../../views/common/notebook-names.js';
import { type INotebookNames } from '../tokens.js';
import { cellWatcher } from './cell-watcher.js';

const cell = (id: string, source: string, type = 'code') => ({
  id,
  type,
  sharedModel: { source }
});

class FakePanel {
  readonly disposed = new Signal<this, void>(this);
  readonly model;

  readonly context: object;

  constructor(
    readonly names: string[],
    cells: ReturnType<typeof cell>[]
  ) {
    const contentChanged = new Signal<object, void>({});
    this.model = { cells, contentChanged };
    this.context = { ready: Promise.resolve(), model: this.model };
  }
}

/** Notebooks on screen, and files on disk. */
const start = (files: Record<string, unknown> = {}) => {
  const panels: FakePanel[] = [];
  const changed = new Signal<object, void>({});
  const names = {
    changed,
    find: ({ notebook }: RunPlace) =>
      panels.find(({ names }) => names.includes(notebook)) ?? null
  };
  const contents = {
    get: async (path: string, options: Contents.IFetchOptions) => {
      if (path in files) {
        // As the server has it, which gives the content only if it is asked for.
        return { content: options.content ? files[path] : null };
      }
      throw new ServerConnection.ResponseError({
        status: 404,
        statusText: 'Not Found'
      } as Response);
    }
  };
  const watch = cellWatcher(
    names as unknown as INotebookNames,
    contents as unknown as Contents.IManager
  );
  const open = (panel: FakePanel) => {
    panels.push(panel);
    changed.emit();
    return panel;
  };
  const close = (panel: FakePanel) => {
    panels.splice(panels.indexOf(panel), 1);
    panel.disposed.emit();
  };
  return { watch, open, close };
};

const PLACE: RunPlace = { notebook: 'nb.ipynb', cellId: 'a' };

const file = (source: string | string[]) => ({
  cells: [
    { cell_type: 'markdown', source: '# Title' },
    { cell_type: 'code', id: 'a', source },
    { cell_type: 'code', source: 'old' }
  ]
});

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

const settle = () => jest.advanceTimersByTimeAsync(2_000);

it('reads a notebook that is not open from its file', async () => {
  const { watch } = start({ 'nb.ipynb': file(['x = 1\n', 'y']) });
  const onCells = jest.fn();
  watch(PLACE, onCells);
  await settle();
  expect(onCells.mock.calls).toEqual([
    [
      [
        { id: 'a', source: 'x = 1\ny' },
        { id: '', source: 'old' }
      ]
    ]
  ]);
});

it('says that a notebook is not there', async () => {
  const { watch } = start();
  const onCells = jest.fn();
  watch(PLACE, onCells);
  await settle();
  expect(onCells.mock.calls).toEqual([[null]]);
});

it('follows a notebook that is open, or opened later, and reads the file when it is closed', async () => {
  const { watch, open, close } = start({ 'nb.ipynb': file('saved') });
  const onCells = jest.fn();
  const stop = watch(PLACE, onCells);
  await settle();
  const panel = open(
    new FakePanel(
      ['new name.ipynb', 'nb.ipynb'],
      [cell('a', 'unsaved'), cell('m', '# Title', 'markdown')]
    )
  );
  await settle();
  expect(onCells).toHaveBeenLastCalledWith([{ id: 'a', source: 'unsaved' }]);

  panel.model.cells = [cell('a', 'edited')];
  panel.model.contentChanged.emit();
  panel.model.contentChanged.emit();
  await settle();
  expect(onCells).toHaveBeenLastCalledWith([{ id: 'a', source: 'edited' }]);

  close(panel);
  await settle();
  expect(onCells).toHaveBeenLastCalledWith([
    { id: 'a', source: 'saved' },
    { id: '', source: 'old' }
  ]);

  const calls = onCells.mock.calls.length;
  stop();
  open(new FakePanel(['nb.ipynb'], [cell('a', 'late')]));
  panel.model.contentChanged.emit();
  await settle();
  expect(onCells).toHaveBeenCalledTimes(calls);
});
