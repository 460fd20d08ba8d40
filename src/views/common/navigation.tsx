import { createContext, useContext } from 'react';

/** A run, or one of its metrics. */
export type RunPart = { runId: string; metric?: string };

/** Where a view can send its user; the host decides what opening means. */
export type Navigation = {
  onOpenRuns(experimentIds: string[]): void;
  onOpenRun(runId: string): void;
  onOpenCompare(runIds: string[]): void;
  onOpenModel(name: string, version?: string): void;
  onOpenRegistry(): void;
  /** Show a cell of a notebook; absent outside Jupyter. */
  onOpenCell?(notebook: string, cellId: string): void;
  /** Open the cells that a run depends on as a new notebook; absent outside Jupyter. */
  onOpenAsNotebook?(runId: string): Promise<void>;
  /** Mark the cells behind a metric of a run, or behind the run, in open notebooks; null ends it. */
  onHighlightCells?(of: RunPart | null): void;
};

const NavigationContext = createContext<Navigation | null>(null);

export const NavigationProvider = NavigationContext.Provider;

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (!navigation) {
    throw new Error('A view must stand inside a ViewProvider');
  }
  return navigation;
}
