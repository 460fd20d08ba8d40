import { TrackbookClient } from '../../client/index.js';
import { fakeServer } from '../../testing/fake-server.js';
import { wireRun } from '../../testing/sample-runs.js';
import { formerNames } from './former-names.js';

/** Finds the former names of `taxi.ipynb`, whose cells had runs elsewhere, too. */
const find = async (
  elsewhere: readonly string[],
  files: Record<string, string[]>,
  features = ['runs.search', 'runs.search.values', 'runs.search.lists']
) => {
  const { fetch, requests } = fakeServer({
    'trackbook/features': () => ({ version: '1', features }),
    'trackbook/runs/search': ({ body }) => {
      const runs = elsewhere
        .filter(name => !body.filter.includes(`'${name}'`))
        .map(value => {
          const { info, data } = wireRun(value);
          const tags = [{ key: 'trackbook.notebook', value }];
          return { info, data: { ...data, tags } };
        });
      return { runs, total_count: runs.length };
    }
  });
  const names = await formerNames({
    client: new TrackbookClient({ fetch, baseUrl: '/' }),
    path: 'taxi.ipynb',
    cellIds: new Set(['a', 'b']),
    cellsAt: async path => files[path] ?? null
  });
  return { names, requests };
};

it('finds the path that a notebook had before', async () => {
  const { names, requests } = await find(['old.ipynb'], {});
  expect(names).toEqual(['old.ipynb']);
  expect(requests.at(-1)!.body.filter).toBe(
    "tags.`trackbook.cell_id` IN ('a', 'b')" +
      " AND tags.`trackbook.notebook` NOT IN ('taxi.ipynb', 'old.ipynb')"
  );
});

it('finds it where another notebook has that path by now', async () => {
  const files = { 'Untitled.ipynb': ['x', 'y'] };
  const { names } = await find(['Untitled.ipynb'], files);
  expect(names).toEqual(['Untitled.ipynb']);
});

it('leaves the runs of a copy to the copy', async () => {
  const { names } = await find(['copy.ipynb'], { 'copy.ipynb': ['a', 'new'] });
  expect(names).toEqual([]);
});

it('looks at few of many', async () => {
  const many = Array.from({ length: 50 }, (_, i) => `student-${i}/taxi.ipynb`);
  const { names } = await find(many, {});
  expect(names).toHaveLength(20);
});

it('has no names on a server that cannot search by them', async () => {
  const { names, requests } = await find(['old.ipynb'], {}, ['runs.search']);
  expect(names).toEqual([]);
  expect(requests.map(({ path }) => path)).toEqual(['trackbook/features']);
});
