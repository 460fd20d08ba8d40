import { formatCount } from '../../common/format.js';
import { RowTable } from '../../common/RowTable.js';
import { useTranslation } from '../../common/translation.js';

const MAX_ROWS = 500;

type DataTableProps = {
  columns: readonly string[];
  rows: readonly unknown[][];
};

/** The first rows of a table, and how many there are. */
export function DataTable({ columns, rows }: DataTableProps) {
  const trans = useTranslation();
  return (
    <>
      <p className="jp-TrackbookHint">
        {rows.length > MAX_ROWS
          ? trans.__(
              'The first %1 of %2 rows',
              formatCount(MAX_ROWS),
              formatCount(rows.length)
            )
          : trans._n('%1 row', '%1 rows', rows.length)}
      </p>
      <RowTable
        className="jp-mod-wide"
        columns={columns}
        rows={rows.slice(0, MAX_ROWS).map(row => row.map(cellText))}
      />
    </>
  );
}

function cellText(cell: unknown): string {
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}
