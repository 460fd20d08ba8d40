import type { ReactNode } from 'react';
import type { TrackbookClient } from '../../client/index.js';
import { NotebookCellsProvider, type WatchCells } from './notebook-cells.js';
import { NavigationProvider, type Navigation } from './navigation.js';
import { QueryProvider } from './QueryProvider.js';
import { ToastProvider } from './Toasts.js';
import type { Translation } from './translation.js';

/** What every view is given by the page or the widget it stands in. */
export type ViewProps = Navigation & {
  client: TrackbookClient;
  trans?: Translation;
  /** What notebooks have in them; absent outside Jupyter. */
  watchCells?: WatchCells;
};

export function ViewProvider({
  client,
  trans,
  watchCells,
  children,
  ...navigation
}: ViewProps & { children: ReactNode }) {
  return (
    <QueryProvider client={client} trans={trans}>
      <NavigationProvider value={navigation}>
        <NotebookCellsProvider value={watchCells}>
          <ToastProvider>{children}</ToastProvider>
        </NotebookCellsProvider>
      </NavigationProvider>
    </QueryProvider>
  );
}
