import { TrackbookClient, type Change } from './index.js';

const encode = (text: string) => new TextEncoder().encode(text);

/** A server whose event streams a test writes to and cuts. */
function streamingServer(features = ['events']) {
  const streams: {
    lastEventId: string | null;
    send(text: string): void;
    cut(): void;
  }[] = [];
  const fetch = async (url: string, init: RequestInit = {}) => {
    if (url.endsWith('/features')) {
      return new Response(JSON.stringify({ version: '1', features }));
    }
    const body = new ReadableStream<Uint8Array>({
      start: controller => {
        streams.push({
          lastEventId: new Headers(init.headers).get('Last-Event-ID'),
          send: text => controller.enqueue(encode(text)),
          cut: () => controller.close()
        });
        init.signal?.addEventListener('abort', () =>
          controller.error(new DOMException('stopped', 'AbortError'))
        );
      }
    });
    return new Response(body);
  };
  return { streams, client: new TrackbookClient({ fetch, baseUrl: '/' }) };
}

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !condition(); turn += 1) {
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  expect(condition()).toBe(true);
}

const event = (id: number, change: Partial<Change>) =>
  `id: ${id}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`;

describe('the feed of changes', () => {
  it('tells all listeners over one stream', async () => {
    const { client, streams } = streamingServer();
    const heard: unknown[] = [];
    const stops = [1, 2].map(() =>
      client.events({ onChange: change => heard.push(change.run_id) })
    );
    await until(() => streams.length > 0);
    streams[0].send(event(1, { entity: 'run', run_id: 'a' }));
    await until(() => heard.length === 2);
    expect(streams).toHaveLength(1);
    stops.forEach(stop => stop());
  });

  it('goes on where it was cut', async () => {
    const { client, streams } = streamingServer();
    const stop = client.events({});
    await until(() => streams.length > 0);
    streams[0].send(event(41, { entity: 'run', run_id: 'a' }));
    await new Promise(resolve => setTimeout(resolve, 20));
    streams[0].cut();
    await until(() => streams.length > 1);
    expect(streams[1].lastEventId).toBe('41');
    stop();
  });

  it('passes on that everything may have changed', async () => {
    const { client, streams } = streamingServer();
    let resyncs = 0;
    const stop = client.events({ onResync: () => (resyncs += 1) });
    await until(() => streams.length > 0);
    streams[0].send('event: resync\ndata: {}\n\n');
    await until(() => resyncs === 1);
    stop();
  });

  it('polls a server that has no stream', async () => {
    const { client, streams } = streamingServer([]);
    const states: string[] = [];
    const stop = client.events({ onState: state => states.push(state) });
    await until(() => states.includes('polling'));
    expect(streams).toHaveLength(0);
    stop();
  });

  it('turns to the stream when a server that has one takes the place', async () => {
    jest.useFakeTimers();
    const features: string[] = [];
    const { client, streams } = streamingServer(features);
    const states: string[] = [];
    const stop = client.events({ onState: state => states.push(state) });
    await jest.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toBe('polling');
    features.push('events');
    await jest.advanceTimersByTimeAsync(15_000);
    expect(streams).toHaveLength(1);
    expect(states.at(-1)).toBe('live');
    stop();
    jest.useRealTimers();
  });
});
