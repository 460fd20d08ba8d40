import { QueryClientProvider } from '@tanstack/react-query';
import {
  createContext,
  useContext,
  useEffect,
  useState,
  type ReactNode
} from 'react';
import type { FeedState, TrackbookClient } from '../../client/index.js';
import { queryClientOf } from './query-client.js';
import { keepFresh } from './refresh.js';
import {
  TranslationProvider,
  untranslated,
  type Translation
} from './translation.js';

const ClientContext = createContext<TrackbookClient | null>(null);
const FeedStateContext = createContext<FeedState>('connecting');

type QueryProviderProps = {
  client: TrackbookClient;
  trans?: Translation;
  children: ReactNode;
};

/** Gives what stands inside it the server's data, kept fresh by its events. */
export function QueryProvider({
  client,
  trans = untranslated,
  children
}: QueryProviderProps) {
  const queryClient = queryClientOf(client);
  const [feedState, setFeedState] = useState<FeedState>('connecting');
  useEffect(() => keepFresh(client, queryClient), [client, queryClient]);
  useEffect(() => client.events({ onState: setFeedState }), [client]);
  return (
    <QueryClientProvider client={queryClient}>
      <ClientContext.Provider value={client}>
        <FeedStateContext.Provider value={feedState}>
          <TranslationProvider value={trans}>{children}</TranslationProvider>
        </FeedStateContext.Provider>
      </ClientContext.Provider>
    </QueryClientProvider>
  );
}

export function useClient(): TrackbookClient {
  const client = useContext(ClientContext);
  if (!client) {
    throw new Error('useClient needs a QueryProvider around it');
  }
  return client;
}

export function useFeedState(): FeedState {
  return useContext(FeedStateContext);
}
