import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent
} from 'react';
import { useTranslation } from '../common/translation.js';
import { useNow } from '../common/use-now.js';
import { NAME_COLUMN, columnOf, type Column } from './columns.js';
import { RunRow } from './RunRow.js';
import type { SortOrder } from './runs-state.js';
import { RunsTableHeader } from './RunsTableHeader.js';
import { extendTo, toggle, toggleAll, type Selection } from './selection.js';
import type { RunRows } from './use-run-pages.js';

const ROW_HEIGHT = 32;
const HEADER_HEIGHT = 46;
const CHECK_WIDTH = 36;

type RunsTableProps = {
  rows: RunRows;
  columns: readonly Column[];
  /** The best value of each metric among all runs of the search. */
  best: ReadonlyMap<string, number>;
  sort: SortOrder;
  selection: Selection;
  onSort(sort: SortOrder): void;
  onSelectionChange(selection: Selection): void;
  onOpenRun(runId: string): void;
  onCompare(): void;
  onRange(first: number, last: number): void;
};

/** A table as long as there are runs, of which only what is seen exists. */
export function RunsTable({
  rows,
  columns,
  best,
  sort,
  selection,
  onSort,
  onSelectionChange,
  onOpenRun,
  onCompare,
  onRange
}: RunsTableProps) {
  const trans = useTranslation();
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  // The virtualizer changes in place, which the compiler's rules cannot see.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.totalCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    paddingStart: HEADER_HEIGHT,
    scrollPaddingStart: HEADER_HEIGHT,
    overscan: 12
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onRange(first, last), [first, last, onRange]);

  const { shownIds, parentIds } = useMemo(
    () => ({
      shownIds: rows.loaded.map(run => run.runId),
      parentIds: new Set(rows.loaded.map(run => run.parentRunId))
    }),
    [rows]
  );

  const latest = useRef({ selection, shownIds, onSelectionChange });
  useEffect(() => {
    latest.current = { selection, shownIds, onSelectionChange };
  });
  const onToggle = useCallback((runId: string, isRange: boolean) => {
    const { selection, shownIds, onSelectionChange } = latest.current;
    onSelectionChange(
      isRange ? extendTo(selection, runId, shownIds) : toggle(selection, runId)
    );
  }, []);

  const focusRow = (index: number) => {
    const target = Math.max(0, Math.min(rows.totalCount - 1, index));
    setActive(target);
    virtualizer.scrollToIndex(target);
    requestAnimationFrame(() =>
      scroller.current
        ?.querySelector<HTMLElement>(`[data-index="${target}"]`)
        ?.focus()
    );
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target as HTMLElement).matches('[data-index]')) {
      return;
    }
    const run = rows.at(active);
    const step = stepOf(event.key, rows.totalCount);
    if (step !== undefined) {
      event.preventDefault();
      const next = Math.max(0, Math.min(rows.totalCount - 1, active + step));
      const nextRun = rows.at(next);
      if (event.shiftKey && run && nextRun) {
        const from = selection.ids.has(run.runId)
          ? selection
          : toggle(selection, run.runId);
        onSelectionChange(extendTo(from, nextRun.runId, shownIds));
      }
      focusRow(next);
    } else if (event.key === ' ' && run) {
      event.preventDefault();
      onToggle(run.runId, event.shiftKey);
    } else if (event.key === 'Enter' && run) {
      onOpenRun(run.runId);
    } else if (event.key === 'c' && !event.ctrlKey && !event.metaKey) {
      onCompare();
    }
  };

  const name = columnOf(NAME_COLUMN);
  const widths = [
    CHECK_WIDTH,
    name.width,
    ...columns.map(({ width }) => width)
  ];
  const style = {
    '--jp-trackbook-columns': widths.map(width => `${width}px`).join(' '),
    height: virtualizer.getTotalSize(),
    minWidth: widths.reduce((sum, width) => sum + width, 0)
  } as CSSProperties;
  const isAll = shownIds.every(id => selection.ids.has(id));

  return (
    <div
      ref={scroller}
      className={`jp-TrackbookRunsTable ${rows.isStale ? 'jp-mod-stale' : ''}`}
      role="grid"
      aria-label={trans.__('Runs')}
      aria-rowcount={rows.totalCount + 1}
      aria-colcount={columns.length + 2}
      aria-multiselectable="true"
      aria-busy={rows.isStale}
      onKeyDown={onKeyDown}
    >
      <div
        className="jp-TrackbookRunsTable-content"
        style={style}
        role="rowgroup"
      >
        <RunsTableHeader
          columns={columns}
          sort={sort}
          selection={selection.ids.size === 0 ? 'none' : isAll ? 'all' : 'some'}
          onSort={onSort}
          onToggleAll={() => onSelectionChange(toggleAll(selection, shownIds))}
        />
        {items.map(item => {
          const run = rows.at(item.index);
          return (
            <RunRow
              key={item.key}
              run={run}
              index={item.index}
              columns={columns}
              best={best}
              isSelected={run !== undefined && selection.ids.has(run.runId)}
              isActive={item.index === active}
              isParent={run !== undefined && parentIds.has(run.runId)}
              now={now}
              style={rowPosition(item.start)}
              onOpen={onOpenRun}
              onToggle={onToggle}
              onFocus={setActive}
            />
          );
        })}
      </div>
    </div>
  );
}

const PAGE_STEP = 20;

function stepOf(key: string, count: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: PAGE_STEP,
    PageUp: -PAGE_STEP,
    Home: -count,
    End: count
  };
  return steps[key];
}

const positions = new Map<number, CSSProperties>();

/** One style object per place, so that rows which did not move are not drawn again. */
function rowPosition(start: number): CSSProperties {
  let style = positions.get(start);
  if (!style) {
    style = { transform: `translateY(${start}px)` };
    positions.set(start, style);
  }
  return style;
}
