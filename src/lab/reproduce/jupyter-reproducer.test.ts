import { ServerConnection } from '@jupyterlab/services';
import { JupyterReproducer } from './jupyter-reproducer.js';

const STATE = {
  run_id: 'old',
  state: 'running',
  new_run_id: 'new',
  cell: 1,
  cells: 2,
  holds: null,
  message: null
};

/** A reproducer whose server gives this answer, and what that was asked. */
function reproducer(body: unknown, status = 200) {
  const asked: { method: string; path: string; body: string }[] = [];
  const fetch = async (input: RequestInfo, init?: RequestInit) => {
    const request = new Request(input, init);
    asked.push({
      method: request.method,
      path: new URL(request.url).pathname,
      body: await request.text()
    });
    const text = status === 204 ? null : JSON.stringify(body);
    return new Response(text, { status });
  };
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: 'http://localhost/user/ann/',
    fetch
  });
  return {
    asked,
    reproducer: new JupyterReproducer({ serverSettings, tolerance: () => 0.01 })
  };
}

it('starts with the tolerance of the settings', async () => {
  const { asked, reproducer: it } = reproducer(STATE, 201);
  expect(await it.start('old')).toEqual({
    state: 'running',
    newRunId: 'new',
    cell: 1,
    cells: 2,
    message: null
  });
  expect(asked).toEqual([
    {
      method: 'POST',
      path: '/user/ann/trackbook-reproductions/old',
      body: '{"tolerance":0.01}'
    }
  ]);
});

it('finds the last reproduction, if there was one', async () => {
  expect(await reproducer(STATE).reproducer.find('old')).toMatchObject({
    newRunId: 'new'
  });
  expect(await reproducer(null).reproducer.find('old')).toBeNull();
});

it('cancels', async () => {
  const { asked, reproducer: it } = reproducer(null, 204);
  await it.cancel('old');
  expect(asked.map(({ method }) => method)).toEqual(['DELETE']);
});

it.each([
  [403, 'Forbidden'],
  [409, 'This run is being reproduced already.']
])('says what the server refuses (%i)', async (status, message) => {
  const { reproducer: it } = reproducer({ message }, status);
  await expect(it.start('old')).rejects.toThrow(message);
});

it('takes no answer that it does not know', async () => {
  await expect(
    reproducer({ ...STATE, state: 'odd' }).reproducer.find('old')
  ).rejects.toThrow();
});
