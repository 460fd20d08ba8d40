import type { ReactNode } from 'react';
import type { TrackbookClient } from '../../client/index.js';
import { NavigationProvider, type Navigation } from './navigation.js';
import { QueryProvider } from './QueryProvider.js';
import { ToastProvider } from './Toasts.js';
import type { Translation } from './translation.js';

/** What every view is given by the page or the widget it stands in. */
export type ViewProps = Navigation & {
  client: TrackbookClient;
  trans?: Translation;
};

export function ViewProvider({
  client,
  trans,
  children,
  ...navigation
}: ViewProps & { children: ReactNode }) {
  return (
    <QueryProvider client={client} trans={trans}>
      <NavigationProvider value={navigation}>
        <ToastProvider>{children}</ToastProvider>
      </NavigationProvider>
    </QueryProvider>
  );
}
