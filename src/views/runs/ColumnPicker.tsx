import { useState } from 'react';
import { Icon } from '../common/icons.js';
import { Popover } from '../common/Popover.js';
import { useTranslation } from '../common/translation.js';
import { columnLabel, type Column, type ColumnKind } from './columns.js';

type ColumnPickerProps = {
  available: readonly Column[];
  shown: readonly Column[];
  isAutomatic: boolean;
  onChange(columnIds: string[] | null): void;
};

const KINDS: ColumnKind[] = ['metrics', 'params', 'attributes', 'tags'];

/** Which columns the table shows. */
export function ColumnPicker(props: ColumnPickerProps) {
  const trans = useTranslation();
  return (
    <Popover
      align="end"
      label={
        <>
          <Icon name="columns" />
          {trans.__('Columns')}
        </>
      }
    >
      <ColumnList {...props} />
    </Popover>
  );
}

function ColumnList({
  available,
  shown,
  isAutomatic,
  onChange
}: ColumnPickerProps) {
  const trans = useTranslation();
  const [search, setSearch] = useState('');
  const shownIds = shown.map(({ id }) => id);
  const found = available.filter(column =>
    columnLabel(column, trans).toLowerCase().includes(search.toLowerCase())
  );
  const toggle = (id: string) =>
    onChange(
      shownIds.includes(id)
        ? shownIds.filter(other => other !== id)
        : inOrder([...shownIds, id], available)
    );
  const titles: Record<ColumnKind, string> = {
    metrics: trans.__('Metrics'),
    params: trans.__('Params'),
    attributes: trans.__('Run'),
    tags: trans.__('Tags')
  };

  return (
    <div className="jp-TrackbookColumnPicker">
      <input
        className="jp-TrackbookInput"
        type="search"
        autoFocus
        aria-label={trans.__('Find a column')}
        placeholder={trans.__('Find a column')}
        value={search}
        onChange={event => setSearch(event.target.value)}
      />
      <div className="jp-TrackbookColumnPicker-list">
        {KINDS.map(kind => {
          const columns = found.filter(column => column.kind === kind);
          return columns.length === 0 ? null : (
            <fieldset key={kind}>
              <legend>{titles[kind]}</legend>
              {columns.map(column => (
                <label key={column.id}>
                  <input
                    type="checkbox"
                    checked={shownIds.includes(column.id)}
                    onChange={() => toggle(column.id)}
                  />
                  <span title={column.key}>{columnLabel(column, trans)}</span>
                </label>
              ))}
            </fieldset>
          );
        })}
        {found.length === 0 && (
          <p className="jp-TrackbookHint">
            {trans.__('No column of that name')}
          </p>
        )}
      </div>
      <footer>
        <button
          className="jp-TrackbookButton"
          disabled={isAutomatic}
          onClick={() => onChange(null)}
        >
          {trans.__('Choose for me')}
        </button>
      </footer>
    </div>
  );
}

/** Columns of one kind stand together, in the order of the list. */
function inOrder(
  ids: readonly string[],
  available: readonly Column[]
): string[] {
  const order = available.map(({ id }) => id);
  return [...ids].sort((a, b) => order.indexOf(a) - order.indexOf(b));
}
