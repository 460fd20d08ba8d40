import { Icon } from '../common/icons.js';
import { useTranslation, type Translation } from '../common/translation.js';
import {
  NAME_COLUMN,
  columnLabel,
  columnOf,
  nextSort,
  type Column,
  type ColumnKind
} from './columns.js';
import type { SortOrder } from './runs-state.js';

type RunsTableHeaderProps = {
  columns: readonly Column[];
  sort: SortOrder;
  selection: 'none' | 'some' | 'all';
  onSort(sort: SortOrder): void;
  onToggleAll(): void;
};

/** Column names, which sort, with a line over those that belong together. */
export function RunsTableHeader({
  columns,
  sort,
  selection,
  onSort,
  onToggleAll
}: RunsTableHeaderProps) {
  const trans = useTranslation();
  return (
    <div className="jp-TrackbookRunsTable-header" role="row" aria-rowindex={1}>
      <div role="columnheader" className="jp-TrackbookRunsTable-check">
        <input
          type="checkbox"
          aria-label={trans.__('Select all runs shown')}
          checked={selection === 'all'}
          ref={element => {
            if (element) {
              element.indeterminate = selection === 'some';
            }
          }}
          onChange={onToggleAll}
        />
      </div>
      <HeaderCell
        className="jp-TrackbookRunsTable-name"
        column={columnOf(NAME_COLUMN)}
        sort={sort}
        onSort={onSort}
      />
      {columns.map((column, index) => (
        <HeaderCell
          key={column.id}
          column={column}
          group={
            columns[index - 1]?.kind === column.kind
              ? undefined
              : groupLabel(column.kind, trans)
          }
          sort={sort}
          onSort={onSort}
        />
      ))}
    </div>
  );
}

function groupLabel(kind: ColumnKind, trans: Translation): string | undefined {
  switch (kind) {
    case 'metrics':
      return trans.__('Metrics');
    case 'params':
      return trans.__('Params');
    case 'tags':
      return trans.__('Tags');
    case 'attributes':
      return undefined;
  }
}

type HeaderCellProps = {
  column: Column;
  group?: string;
  sort: SortOrder;
  className?: string;
  onSort(sort: SortOrder): void;
};

function HeaderCell({
  column,
  group,
  sort,
  className = 'jp-TrackbookRunsTable-cell',
  onSort
}: HeaderCellProps) {
  const trans = useTranslation();
  const label = columnLabel(column, trans);
  const isSorted = sort.column === column.id;
  const direction = sort.isDescending ? 'descending' : 'ascending';
  return (
    <div
      role="columnheader"
      aria-sort={isSorted ? direction : undefined}
      className={`${className} jp-mod-${column.kind} ${column.isNumeric ? 'jp-mod-numeric' : ''}`}
    >
      {group && (
        <span className="jp-TrackbookRunsTable-group" aria-hidden="true">
          {group}
        </span>
      )}
      {column.isSortable ? (
        <button
          className={`jp-TrackbookRunsTable-sort ${isSorted ? 'jp-mod-active' : ''}`}
          title={column.kind === 'attributes' ? label : column.id}
          onClick={() => onSort(nextSort(sort, column))}
        >
          <span>{label}</span>
          {isSorted && (
            <Icon name={sort.isDescending ? 'down' : 'up'} size={12} />
          )}
        </button>
      ) : (
        <span className="jp-TrackbookRunsTable-sort" title={label}>
          <span>{label}</span>
        </span>
      )}
    </div>
  );
}
