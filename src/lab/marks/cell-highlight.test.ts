import { jest } from '@jest/globals';
import { type INotebookTracker } from '@jupyterlab/notebook';
import { CellHighlight } from './cell-highlight.js';
import { onlyName, type RunPlace } from '../../views/common/notebook-names.js';
import { type INotebookNames } from '../tokens.js';

const cell = (id: string) => {
  const classes = new Set<string>();
  return {
    model: { id },
    classes,
    addClass: (name: string) => classes.add(name),
    removeClass: (name: string) => classes.delete(name)
  };
};

const start = () => {
  const notebooks = {
    'a.ipynb': [cell('1'), cell('2')],
    'copy.ipynb': [cell('1'), cell('2')]
  };
  const panels = Object.entries(notebooks).map(([path, widgets]) => ({
    names: onlyName(path),
    content: { widgets }
  }));
  const cellsOf = jest.fn(
    async ({ runId }: { runId: string }): Promise<RunPlace[]> => [
      { notebook: 'a.ipynb', cellId: runId }
    ]
  );
  const onFailure = jest.fn();
  const highlight = new CellHighlight({
    tracker: {
      size: panels.length,
      forEach: (visit: never) => panels.forEach(visit)
    } as unknown as INotebookTracker,
    cellsOf,
    names: {
      of: (panel: unknown) => ({ current: (panel as (typeof panels)[0]).names })
    } as unknown as INotebookNames,
    onFailure
  });
  const highlighted = () =>
    Object.entries(notebooks).flatMap(([path, cells]) =>
      cells
        .filter(({ classes }) => classes.size > 0)
        .map(({ model }) => `${path} ${model.id}`)
    );
  return { highlight, highlighted, cellsOf, onFailure };
};

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

const rest = () => jest.advanceTimersByTimeAsync(1_000);

it('marks the cells in the notebook that they ran in, until told otherwise', async () => {
  const { highlight, highlighted } = start();
  highlight.show({ runId: '1' });
  await rest();
  expect(highlighted()).toEqual(['a.ipynb 1']);
  highlight.show({ runId: '2' });
  expect(highlighted()).toEqual([]);
  await rest();
  expect(highlighted()).toEqual(['a.ipynb 2']);
  highlight.hide();
  expect(highlighted()).toEqual([]);
});

it('asks for nothing when a pointer only passes by', async () => {
  const { highlight, cellsOf } = start();
  highlight.show({ runId: '1' });
  await jest.advanceTimersByTimeAsync(20);
  highlight.hide();
  await rest();
  expect(cellsOf).not.toHaveBeenCalled();
});

it('leaves out what comes too late', async () => {
  const { highlight, highlighted, cellsOf } = start();
  let answer: (cells: RunPlace[]) => void = () => undefined;
  cellsOf.mockImplementationOnce(
    () => new Promise(resolve => (answer = resolve))
  );
  highlight.show({ runId: '1' });
  await rest();
  highlight.hide();
  answer([{ notebook: 'a.ipynb', cellId: '1' }]);
  await rest();
  expect(highlighted()).toEqual([]);
});

it('tells of a failure', async () => {
  const { highlight, cellsOf, onFailure } = start();
  const failure = new Error('no answer');
  cellsOf.mockRejectedValueOnce(failure);
  highlight.show({ runId: '1' });
  await rest();
  expect(onFailure).toHaveBeenCalledWith(failure);
});
