import { Icon } from '../common/icons.js';
import { useTranslation } from '../common/translation.js';

type BulkBarProps = {
  count: number;
  isDeleted: boolean;
  onCompare(): void;
  onDelete(): void;
  onRestore(): void;
  onClear(): void;
};

/** What can be done with the chosen runs. */
export function BulkBar({
  count,
  isDeleted,
  onCompare,
  onDelete,
  onRestore,
  onClear
}: BulkBarProps) {
  const trans = useTranslation();
  return (
    <div
      className="jp-TrackbookBulkBar"
      role="toolbar"
      aria-label={trans.__('Chosen runs')}
    >
      <span aria-live="polite">{trans._n('%1 run', '%1 runs', count)}</span>
      <button
        className="jp-TrackbookButton jp-mod-accent"
        disabled={count < 2}
        title={count < 2 ? trans.__('Choose at least two runs') : undefined}
        onClick={onCompare}
      >
        <Icon name="compare" />
        {trans.__('Compare')}
      </button>
      {isDeleted ? (
        <button className="jp-TrackbookButton" onClick={onRestore}>
          <Icon name="restore" />
          {trans.__('Restore')}
        </button>
      ) : (
        <button className="jp-TrackbookButton" onClick={onDelete}>
          <Icon name="trash" />
          {trans.__('Delete')}
        </button>
      )}
      <button
        className="jp-TrackbookIconButton"
        aria-label={trans.__('Choose none')}
        title={trans.__('Choose none')}
        onClick={onClear}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
