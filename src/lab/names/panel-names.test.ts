import { jest } from '@jest/globals';
import { type NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { PanelNames } from './panel-names.js';

const A = 'a81fc2d9';

const start = () => {
  const pathChanged = new Signal<object, string>({});
  const context = {
    path: 'RTC:old.ipynb',
    ready: Promise.resolve(),
    pathChanged
  };
  const cell = (id: string) => ({ id, type: 'code', sharedModel: {} });
  const panel = { context, model: { cells: [cell(A), cell('imports')] } };
  const findFormer = jest.fn(
    async (_path: string, _ids: ReadonlySet<string>): Promise<string[]> => []
  );
  const names = new PanelNames({
    panel: panel as unknown as NotebookPanel,
    localPath: path => path.replace('RTC:', ''),
    findFormer
  });
  const onChanged = jest.fn();
  names.changed.connect(onChanged);
  const rename = (path: string) => {
    context.path = path;
    pathChanged.emit(path);
  };
  return { names, findFormer, onChanged, rename };
};

const settle = () => new Promise(resolve => setTimeout(resolve));

it('keeps the old name until all are known', async () => {
  const { names, findFormer, onChanged, rename } = start();
  await settle();
  expect(onChanged).not.toHaveBeenCalled();

  findFormer.mockResolvedValue(['old.ipynb']);
  rename('new.ipynb');
  expect(names.current.path).toBe('old.ipynb');
  await settle();
  expect(names.current).toEqual({
    path: 'new.ipynb',
    former: ['old.ipynb'],
    cellIds: new Set([A])
  });
  expect(onChanged).toHaveBeenCalledTimes(1);
});

it('passes over an answer that is out of date', async () => {
  const { names, findFormer, rename } = start();
  await settle();
  let answer: (former: string[]) => void = () => undefined;
  findFormer.mockReturnValueOnce(new Promise(resolve => (answer = resolve)));
  rename('between.ipynb');
  rename('new.ipynb');
  await settle();
  answer(['old.ipynb']);
  await settle();
  expect(names.current).toMatchObject({ path: 'new.ipynb', former: [] });
});
