import { useQuery } from '@tanstack/react-query';
import { act, cleanup, render, screen } from '@testing-library/react';
import type {
  Change,
  FeedListener,
  TrackbookClient
} from '../../client/index.js';
import { QueryProvider } from './QueryProvider.js';

/** A client of which a test decides what happens on its server. */
function clientWithNews() {
  const listeners = new Set<FeedListener>();
  const client = {
    events: (listener: FeedListener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    }
  } as unknown as TrackbookClient;
  const tell = (change: Change) =>
    listeners.forEach(listener => listener.onChange?.(change));
  return { client, listeners, tell };
}

const CHANGE: Change = { entity: 'run', action: 'updated', run_id: 'a' };

afterEach(() => jest.useRealTimers());

it('reads what changed once, however many views show it', async () => {
  jest.useFakeTimers();
  const { client, listeners, tell } = clientWithNews();
  let reads = 0;
  const View = () => {
    const { data } = useQuery({
      queryKey: ['runs'],
      queryFn: () => Promise.resolve((reads += 1))
    });
    return <p>read {data}</p>;
  };
  const views = ['panel', 'runs', 'run'].map(name => (
    <QueryProvider key={name} client={client}>
      <View />
    </QueryProvider>
  ));
  const { rerender } = render(<>{views}</>);
  await act(() => jest.advanceTimersByTimeAsync(10));
  expect(screen.getAllByText('read 1')).toHaveLength(3);
  expect(
    [...listeners].filter(({ onChange }) => onChange !== undefined)
  ).toHaveLength(1);

  // A second time after the view that came first is gone.
  for (const expected of [2, 3]) {
    await act(() => {
      tell(CHANGE);
      tell(CHANGE);
      return jest.advanceTimersByTimeAsync(1000);
    });
    expect(reads).toBe(expected);
    rerender(<>{views.slice(1)}</>);
  }

  cleanup();
  expect(listeners.size).toBe(0);
});
