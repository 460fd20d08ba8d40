import { createContext, useContext } from 'react';

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
