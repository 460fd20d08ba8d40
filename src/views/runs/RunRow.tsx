import { memo, type CSSProperties, type MouseEvent } from 'react';
import type { Run } from '../../client/index.js';
import { Icon } from '../common/icons.js';
import { RunStatusLabel } from '../common/RunStatusLabel.js';
import { useTranslation } from '../common/translation.js';
import { CellContent } from './CellContent.js';
import type { Column } from './columns.js';

type RunRowProps = {
  run: Run | undefined;
  index: number;
  columns: readonly Column[];
  best: ReadonlyMap<string, number>;
  isSelected: boolean;
  isActive: boolean;
  isParent: boolean;
  now: number;
  style: CSSProperties;
  onOpen(runId: string): void;
  onToggle(runId: string, isRange: boolean): void;
  onFocus(index: number): void;
};

/** One run; a grey line until it is read. */
export const RunRow = memo(function RunRow({
  run,
  index,
  columns,
  best,
  isSelected,
  isActive,
  isParent,
  now,
  style,
  onOpen,
  onToggle,
  onFocus
}: RunRowProps) {
  const trans = useTranslation();
  if (!run) {
    return (
      <div
        className="jp-TrackbookRunsTable-row jp-mod-loading"
        role="row"
        aria-rowindex={index + 2}
        style={style}
      >
        <div role="gridcell" className="jp-TrackbookRunsTable-placeholder">
          <div className="jp-TrackbookSkeleton" />
        </div>
      </div>
    );
  }

  const toggle = (event: MouseEvent) => {
    event.stopPropagation();
    onToggle(run.runId, event.shiftKey);
  };
  const className = [
    'jp-TrackbookRunsTable-row',
    isSelected && 'jp-mod-selected',
    run.parentRunId && 'jp-mod-child'
  ]
    .filter(Boolean)
    .join(' ');

  return (
    <div
      className={className}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-index={index}
      tabIndex={isActive ? 0 : -1}
      style={style}
      onFocus={() => onFocus(index)}
    >
      <div
        role="gridcell"
        className="jp-TrackbookRunsTable-check"
        onClick={toggle}
      >
        <input
          type="checkbox"
          tabIndex={-1}
          checked={isSelected}
          readOnly
          aria-label={trans.__('Select %1', run.name)}
        />
      </div>
      <div role="rowheader" className="jp-TrackbookRunsTable-name">
        <RunStatusLabel status={run.status} isIconOnly />
        {run.parentRunId && (
          <span
            className="jp-TrackbookRunsTable-child"
            title={trans.__('Child run')}
          >
            <Icon name="branch" size={12} />
            <span className="jp-TrackbookHidden">{trans.__('Child run')}</span>
          </span>
        )}
        <button
          className="jp-TrackbookLink"
          tabIndex={-1}
          title={run.name}
          onClick={() => onOpen(run.runId)}
        >
          {run.name}
        </button>
        {isParent && (
          <span className="jp-TrackbookChip jp-mod-quiet">
            {trans.__('parent')}
          </span>
        )}
      </div>
      {columns.map(column => (
        <RunCell
          key={column.id}
          run={run}
          column={column}
          now={now}
          isBest={
            column.kind === 'metrics' &&
            best.has(column.key) &&
            best.get(column.key) === run.metrics[column.key]
          }
        />
      ))}
    </div>
  );
});

type RunCellProps = { run: Run; column: Column; now: number; isBest: boolean };

function RunCell({ run, column, now, isBest }: RunCellProps) {
  const trans = useTranslation();
  const className = [
    'jp-TrackbookRunsTable-cell',
    column.isNumeric && 'jp-mod-numeric',
    isBest && 'jp-mod-best'
  ]
    .filter(Boolean)
    .join(' ');
  return (
    <div role="gridcell" className={className}>
      {isBest && (
        <span className="jp-TrackbookBest" title={trans.__('Best')}>
          <Icon name="star" size={12} />
          <span className="jp-TrackbookHidden">{trans.__('Best')}</span>
        </span>
      )}
      <CellContent run={run} column={column} now={now} />
    </div>
  );
}
