import { useCallback, useMemo, useState } from 'react';
import { ClientError, type RunSearch } from '../../client/index.js';
import { EmptyState, ErrorState, Loading } from '../common/messages.js';
import { useNavigation } from '../common/navigation.js';
import { useExperiments, useRunKeys } from '../common/queries.js';
import { Snippet } from '../common/Snippet.js';
import { useTranslation } from '../common/translation.js';
import { useRunLifecycle } from '../common/use-run-lifecycle.js';
import { BulkBar } from './BulkBar.js';
import {
  allColumns,
  columnOf,
  fitColumn,
  orderByOf,
  type Column
} from './columns.js';
import { filterOfSearch } from './filter/read-search.js';
import type { RunsState } from './runs-state.js';
import { RunsTable } from './RunsTable.js';
import { RunsToolbar } from './RunsToolbar.js';
import { emptySelection, type Selection } from './selection.js';
import { useBestValues } from './use-best-values.js';
import { PAGE_SIZE, useRunPages, type RunRows } from './use-run-pages.js';

const NO_KEYS = { metrics: [], params: [], tags: [] };

type RunsProps = {
  state: RunsState;
  onChange(change: Partial<RunsState>): void;
};

export function Runs({ state, onChange }: RunsProps) {
  const navigation = useNavigation();
  const { deleteRuns, restoreRuns } = useRunLifecycle();
  const [range, setRange] = useState({ first: 0, last: 0 });
  const [selection, setSelection] = useState<Selection>(emptySelection);

  const experiments = useExperiments();
  const experimentIds = chosenExperiments(
    state.experimentIds,
    experiments.data?.map(({ experimentId }) => experimentId)
  );
  const keys = useRunKeys(experimentIds).data ?? NO_KEYS;
  const search = searchOf(state, experimentIds);
  const rows = useRunPages(
    search,
    state.columns && state.columns.map(columnOf),
    range.first,
    range.last
  );
  const columns = useFittedColumns(rows);
  const best = useBestValues(
    search,
    columns.flatMap(({ kind, key }) => (kind === 'metrics' ? [key] : [])),
    !rows.isStale && !rows.isPending
  );

  const onRange = useCallback((first: number, last: number) => {
    setRange(known =>
      pageOf(known.first) === pageOf(first) &&
      pageOf(known.last) === pageOf(last)
        ? known
        : { first, last }
    );
  }, []);
  const change = (part: Partial<RunsState>) => {
    onChange(part);
    if (part.experimentIds || part.viewType) {
      setSelection(emptySelection);
    }
  };
  const ids = [...selection.ids];
  const compare = () => {
    if (ids.length > 1) {
      navigation.onOpenCompare(ids);
    }
  };
  const finish = async (action: Promise<boolean>) => {
    if (await action) {
      setSelection(emptySelection);
    }
  };

  if (experiments.isPending) {
    return <Loading lines={12} />;
  }
  if (experiments.error && !experiments.data) {
    return (
      <ErrorState
        isWholeView
        error={experiments.error}
        onRetry={() => void experiments.refetch()}
      />
    );
  }
  return (
    <div className="jp-TrackbookRunsView">
      <RunsToolbar
        state={{ ...state, experimentIds }}
        search={search}
        experiments={experiments.data}
        keys={keys}
        rows={rows}
        available={allColumns(keys)}
        shown={columns}
        onChange={change}
      />
      <RunsBody state={state} rows={rows} onChange={change}>
        <RunsTable
          rows={rows}
          columns={columns}
          best={best}
          sort={state.sort}
          selection={selection}
          onSort={sort => change({ sort })}
          onSelectionChange={setSelection}
          onOpenRun={navigation.onOpenRun}
          onCompare={compare}
          onRange={onRange}
        />
      </RunsBody>
      {ids.length > 0 && (
        <BulkBar
          count={ids.length}
          isDeleted={state.viewType === 'DELETED_ONLY'}
          onCompare={compare}
          onDelete={() => void finish(deleteRuns(ids))}
          onRestore={() => void finish(restoreRuns(ids))}
          onClear={() => setSelection(emptySelection)}
        />
      )}
    </div>
  );
}

type RunsBodyProps = {
  state: RunsState;
  rows: RunRows;
  onChange(change: Partial<RunsState>): void;
  children: React.ReactNode;
};

/** The table, or why there is none. A refused search leaves the table as it was. */
function RunsBody({ state, rows, onChange, children }: RunsBodyProps) {
  const trans = useTranslation();
  const isRefused =
    rows.error instanceof ClientError && rows.error.status === 400;
  if (rows.isPending && !isRefused) {
    return <Loading lines={14} />;
  }
  if (rows.error && !isRefused && rows.loaded.length === 0) {
    return <ErrorState error={rows.error} onRetry={rows.retry} />;
  }
  if (rows.totalCount > 0) {
    return children;
  }
  if (state.filter) {
    return (
      <EmptyState icon="search" title={trans.__('No run matches the search')}>
        <button
          className="jp-TrackbookButton"
          onClick={() => onChange({ filter: '' })}
        >
          {trans.__('Clear the search')}
        </button>
      </EmptyState>
    );
  }
  if (state.viewType === 'DELETED_ONLY') {
    return <EmptyState icon="trash" title={trans.__('No deleted runs')} />;
  }
  return (
    <EmptyState icon="flask" title={trans.__('No runs yet')}>
      <p>{trans.__('Track a cell in the notebook, or log a run from code:')}</p>
      <Snippet code={FIRST_RUN} />
    </EmptyState>
  );
}

const FIRST_RUN = `import mlflow

with mlflow.start_run():
    mlflow.log_param("max_depth", 6)
    mlflow.log_metric("rmse", 6.31)`;

function searchOf(state: RunsState, experimentIds: string[]): RunSearch {
  return {
    experimentIds,
    filter: filterOfSearch(state.filter),
    orderBy: orderByOf(state.sort),
    viewType: state.viewType
  };
}

function useFittedColumns(rows: RunRows): readonly Column[] {
  const firstPage = rows.loaded.slice(0, PAGE_SIZE);
  const columns = rows.columns.map(column => fitColumn(column, firstPage));
  // Columns keep their identity while they stay the same, and so do the rows.
  const shape = JSON.stringify(columns);
  return useMemo(() => JSON.parse(shape) as Column[], [shape]);
}

function chosenExperiments(
  chosen: string[],
  all: string[] | undefined
): string[] {
  return chosen.length > 0 ? chosen : (all ?? []).slice(0, 1);
}

function pageOf(index: number): number {
  return Math.floor(index / PAGE_SIZE);
}
