import { QueryClient } from '@tanstack/react-query';
import { ClientError, type TrackbookClient } from '../../client/index.js';

const MAX_RETRIES = 2;

const queryClients = new WeakMap<TrackbookClient, QueryClient>();

/** Views of one tracking client share what they have read. */
export function queryClientOf(client: TrackbookClient): QueryClient {
  let queryClient = queryClients.get(client);
  if (!queryClient) {
    queryClient = new QueryClient({
      defaultOptions: { queries: { retry: shouldRetry, staleTime: 5_000 } }
    });
    queryClients.set(client, queryClient);
  }
  return queryClient;
}

/** Only silence is worth asking again: an answer, even a refusal, stays the same. */
function shouldRetry(failures: number, error: Error): boolean {
  return (
    failures < MAX_RETRIES &&
    error instanceof ClientError &&
    error.isUnreachable
  );
}
