import type { ReactNode } from 'react';
import type { TrackbookClient } from '../../client/index.js';
import { NotebookCellsProvider, type WatchCells } from './notebook-cells.js';
import { NavigationProvider, type Navigation } from './navigation.js';
import { ReproducerProvider, type Reproducer } from './reproducer.js';
import { QueryProvider } from './QueryProvider.js';
import { ToastProvider } from './Toasts.js';
import type { Translation } from './translation.js';

/** What every view is given by the page or the widget it stands in. */
export type ViewProps = Navigation & {
  client: TrackbookClient;
  trans?: Translation;
  /** What notebooks have in them; absent outside Jupyter. */
  watchCells?: WatchCells;
  /** Absent outside Jupyter. */
  reproducer?: Reproducer;
};

export function ViewProvider({
  client,
  trans,
  watchCells,
  reproducer,
  children,
  ...navigation
}: ViewProps & { children: ReactNode }) {
  return (
    <QueryProvider client={client} trans={trans}>
      <NavigationProvider value={navigation}>
        <NotebookCellsProvider value={watchCells}>
          <ReproducerProvider value={reproducer ?? null}>
            <ToastProvider>{children}</ToastProvider>
          </ReproducerProvider>
        </NotebookCellsProvider>
      </NavigationProvider>
    </QueryProvider>
  );
}
