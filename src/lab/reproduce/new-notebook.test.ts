import { type Contents, ServerConnection } from '@jupyterlab/services';
import { freeName, saveBeside } from './new-notebook.js';

const refusal = (status: number) =>
  new ServerConnection.ResponseError(new Response('', { status }));

/** Files and folders as Jupyter's server keeps them, each call after a moment. */
class FakeContents {
  readonly files = new Map<string, unknown>();
  readonly folders: string[];
  refuses?: (call: string) => number | undefined;

  constructor(folders: string[] = [''], files: string[] = []) {
    this.folders = folders;
    files.forEach(path => this.files.set(path, 'old'));
  }

  async get(path: string): Promise<Contents.IModel> {
    await this._answer('get');
    if (!this.folders.includes(path)) {
      throw refusal(404);
    }
    const content = [...this.files.keys()]
      .filter(file => file.replace(/\/?[^/]*$/, '') === path)
      .map(file => ({ name: file.replace(/^.*\//, '') }));
    return { content } as Contents.IModel;
  }

  async newUntitled({ path = '' }): Promise<Contents.IModel> {
    await this._answer('newUntitled');
    const base = path ? `${path}/` : '';
    let i = 0;
    while (this.files.has(`${base}Untitled${i || ''}.ipynb`)) {
      i += 1;
    }
    return this._put(`${base}Untitled${i || ''}.ipynb`, 'new');
  }

  async save(
    path: string,
    { content }: Partial<Contents.IModel> = {}
  ): Promise<Contents.IModel> {
    await this._answer('save');
    return this._put(path, content);
  }

  async rename(path: string, to: string): Promise<Contents.IModel> {
    await this._answer('rename');
    if (this.files.has(to)) {
      throw refusal(409);
    }
    const content = this.files.get(path);
    this.files.delete(path);
    return this._put(to, content);
  }

  async delete(path: string): Promise<void> {
    this.files.delete(path);
  }

  private async _answer(call: string): Promise<void> {
    await Promise.resolve();
    const status = this.refuses?.(call);
    if (status) {
      throw refusal(status);
    }
  }

  private _put(path: string, content: unknown): Contents.IModel {
    this.files.set(path, content);
    return { path } as Contents.IModel;
  }
}

const save = (contents: FakeContents, original = 'taxi/nb.ipynb', n = 1) =>
  saveBeside(contents, original, 'nb-run.ipynb', { n });

it('saves a notebook in the folder of the original', async () => {
  const contents = new FakeContents(['', 'taxi']);
  expect(await save(contents)).toBe('taxi/nb-run.ipynb');
  expect([...contents.files]).toEqual([['taxi/nb-run.ipynb', { n: 1 }]]);
});

it('saves in the root where that folder is gone', async () => {
  expect(await save(new FakeContents())).toBe('nb-run.ipynb');
});

it('leaves files alone that have the name', async () => {
  const contents = new FakeContents(
    ['', 'taxi'],
    ['taxi/nb-run.ipynb', 'taxi/nb-run-2.ipynb']
  );
  expect(await save(contents)).toBe('taxi/nb-run-3.ipynb');
  expect(contents.files.get('taxi/nb-run.ipynb')).toBe('old');
});

it('keeps both of two that are saved at once', async () => {
  const contents = new FakeContents(['', 'taxi']);
  const paths = await Promise.all([
    save(contents, undefined, 1),
    save(contents, undefined, 2)
  ]);
  expect(paths.sort()).toEqual(['taxi/nb-run-2.ipynb', 'taxi/nb-run.ipynb']);
  expect(
    [...contents.files.values()].map(content => (content as { n: number }).n)
  ).toEqual([1, 2]);
});

it.each(['get', 'save', 'rename'])(
  'leaves nothing behind where the server refuses to %s',
  async call => {
    const contents = new FakeContents(['', 'taxi']);
    contents.refuses = name => (name === call ? 403 : undefined);
    await expect(save(contents)).rejects.toMatchObject({
      response: { status: 403 }
    });
    expect(contents.files.size).toBe(0);
  }
);

it('counts on from a name that is taken', () => {
  expect(freeName('run.ipynb', new Set())).toBe('run.ipynb');
  expect(freeName('a.b.ipynb', new Set(['a.b.ipynb', 'a.b-2.ipynb']))).toBe(
    'a.b-3.ipynb'
  );
});
