import type { RunViewType } from '../../client/index.js';

export type SortOrder = { column: string; isDescending: boolean };

/** What of the runs table is worth an address or a saved layout. */
export type RunsState = {
  experimentIds: string[];
  filter: string;
  sort: SortOrder;
  /** Chosen column ids, or null for those that say most about the runs. */
  columns: string[] | null;
  viewType: RunViewType;
};

export const initialRunsState: RunsState = {
  experimentIds: [],
  filter: '',
  sort: { column: 'attributes.start_time', isDescending: true },
  columns: null,
  viewType: 'ACTIVE_ONLY'
};
