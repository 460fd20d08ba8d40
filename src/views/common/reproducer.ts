import { createContext, useContext } from 'react';

/** How the reproduction of a run stands. */
export type Reproduction = {
  state: 'running' | 'finished' | 'failed' | 'cancelled';
  /** The run that repeats the other, once it has begun. */
  newRunId: string | null;
  /** The cell that is running, counted from 1, of so many. */
  cell: number;
  cells: number | null;
  /** Why it failed. */
  message: string | null;
};

/** Runs the cells of a run again, where there is something that can. */
export interface Reproducer {
  /** How far apart metrics may be and still agree. */
  readonly tolerance: number;
  /** The last reproduction of the run; null if there was none. */
  find(runId: string): Promise<Reproduction | null>;
  start(runId: string): Promise<Reproduction>;
  cancel(runId: string): Promise<void>;
}

const ReproducerContext = createContext<Reproducer | null>(null);

export const ReproducerProvider = ReproducerContext.Provider;

/** Null outside Jupyter: a tracking server runs nobody's code. */
export function useReproducer(): Reproducer | null {
  return useContext(ReproducerContext);
}
