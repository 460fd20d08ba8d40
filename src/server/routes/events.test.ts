import { TestServer } from '../../testing/test-server.js';

describe('the stream of changes', () => {
  let server: TestServer;
  let url: string;

  beforeEach(async () => {
    server = await TestServer.start();
    const address = await server.app.listen({ host: '127.0.0.1', port: 0 });
    url = `${address}/ajax-api/2.0/trackbook/events`;
  });

  afterEach(() => server.close());

  const listen = async (headers: Record<string, string> = {}) => {
    const reply = await fetch(url, { headers });
    expect(reply.headers.get('content-type')).toBe('text/event-stream');
    const reader = reply.body!.getReader();
    const decoder = new TextDecoder();
    let text = '';
    return {
      until: async (part: string) => {
        while (!text.includes(part)) {
          const { value, done } = await reader.read();
          if (done) {
            throw new Error(`The stream ended without '${part}': ${text}`);
          }
          text += decoder.decode(value);
        }
        return text;
      },
      cancel: () => reader.cancel()
    };
  };

  const idsIn = (text: string) =>
    [...text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id);

  it('greets, then tells what changes', async () => {
    const stream = await listen();
    await stream.until('event: hello');
    await server.post('experiments/create', { name: 'taxi' });
    const text = await stream.until('"experiment_id":"1"}');
    expect(text).toContain(
      'event: change\ndata: {"entity":"experiment","action":"created","experiment_id":"1"}'
    );
    await stream.cancel();
  });

  it('goes on where a client left off', async () => {
    const first = await listen();
    await server.post('experiments/create', { name: 'one' });
    const [id] = idsIn(await first.until('"experiment_id":"1"}'));
    await server.post('experiments/create', { name: 'two' });
    await first.until('"experiment_id":"2"}');
    await first.cancel();

    const second = await listen({ 'last-event-id': id });
    const text = await second.until('"experiment_id":"2"}');
    expect(text).not.toContain('"experiment_id":"1"}');
    expect(text).not.toContain('event: resync');
    await second.cancel();
  });

  it('asks a client of another server to start again', async () => {
    const stream = await listen({ 'last-event-id': 'another/7' });
    await stream.until('event: resync');
    await stream.cancel();
  });

  it('ends when the server closes', async () => {
    const stream = await listen();
    await stream.until('event: hello');
    await server.app.close();
    await expect(stream.until('never')).rejects.toThrow();
  });
});
