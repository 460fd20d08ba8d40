import type { Experiment, RunKeys, RunSearch } from '../../client/index.js';
import { FeedIndicator } from '../common/FeedIndicator.js';
import { formatCount } from '../common/format.js';
import { useTranslation } from '../common/translation.js';
import { ColumnPicker } from './ColumnPicker.js';
import type { Column } from './columns.js';
import { CsvButton } from './CsvButton.js';
import { ExperimentPicker } from './ExperimentPicker.js';
import { FilterBox } from './filter/FilterBox.js';
import type { RunsState } from './runs-state.js';
import type { RunRows } from './use-run-pages.js';

type RunsToolbarProps = {
  state: RunsState;
  search: RunSearch;
  experiments: readonly Experiment[];
  keys: RunKeys;
  rows: RunRows;
  available: readonly Column[];
  shown: readonly Column[];
  onChange(change: Partial<RunsState>): void;
};

/** Which runs the table shows, and what of them. */
export function RunsToolbar({
  state,
  search,
  experiments,
  keys,
  rows,
  available,
  shown,
  onChange
}: RunsToolbarProps) {
  const trans = useTranslation();
  return (
    <div className="jp-TrackbookRunsView-toolbar">
      <div className="jp-TrackbookRunsView-title">
        <h1 className="jp-TrackbookHidden">{trans.__('Runs')}</h1>
        <ExperimentPicker
          experiments={experiments}
          selectedIds={state.experimentIds}
          onSelect={experimentIds => onChange({ experimentIds, columns: null })}
        />
        <RunCount rows={rows} />
        <FeedIndicator />
      </div>
      <div className="jp-TrackbookRunsView-tools">
        <FilterBox
          filter={state.filter}
          keys={keys}
          search={search}
          refusal={rows.error}
          onSearch={filter => onChange({ filter })}
        />
        <select
          className="jp-TrackbookSelect"
          aria-label={trans.__('Which runs')}
          value={state.viewType}
          onChange={event =>
            onChange({ viewType: event.target.value as RunsState['viewType'] })
          }
        >
          <option value="ACTIVE_ONLY">{trans.__('Active')}</option>
          <option value="DELETED_ONLY">{trans.__('Deleted')}</option>
          <option value="ALL">{trans.__('All')}</option>
        </select>
        <ColumnPicker
          available={available}
          shown={shown}
          isAutomatic={state.columns === null}
          onChange={columns => onChange({ columns })}
        />
        <CsvButton search={search} columns={shown} />
      </div>
    </div>
  );
}

function RunCount({ rows }: { rows: RunRows }) {
  const trans = useTranslation();
  if (rows.isPending || (rows.totalCount === 0 && rows.error)) {
    return null;
  }
  const count = rows.isExact
    ? formatCount(rows.totalCount)
    : trans.__('over %1', formatCount(rows.totalCount - 1));
  return (
    <span className="jp-TrackbookRunsView-count" role="status">
      {rows.totalCount === 1 ? trans.__('1 run') : trans.__('%1 runs', count)}
    </span>
  );
}
