import {
  shapeText,
  type ColumnRecord,
  type FrameRecord
} from '../../data/index.js';
import { formatCount, formatMetric } from '../common/format.js';
import { useTranslation } from '../common/translation.js';

/** A data frame or an array as it was after its cell, column by column. */
export function FrameCard({ frame }: { frame: FrameRecord }) {
  const trans = useTranslation();
  return (
    <section className="jp-TrackbookCard">
      <h2>
        {frame.name}
        {frame.context && (
          <span className="jp-TrackbookChip jp-mod-quiet">{frame.context}</span>
        )}
        <span className="jp-TrackbookChip jp-mod-quiet">{frame.library}</span>
      </h2>
      <dl className="jp-TrackbookFacts">
        <div>
          <dt>{frame.shape ? trans.__('Shape') : trans.__('Rows')}</dt>
          <dd>{shapeText(frame)}</dd>
        </div>
        <div>
          <dt>{trans.__('Digest')}</dt>
          <dd>
            {frame.digest ? (
              <code>{frame.digest.slice(0, 16)}</code>
            ) : (
              <span className="jp-TrackbookHint">{frame.note}</span>
            )}
          </dd>
        </div>
      </dl>
      <details>
        <summary>
          {trans._n('%1 column', '%1 columns', frame.columns.length)}
        </summary>
        <ColumnTable columns={frame.columns} />
      </details>
    </section>
  );
}

function ColumnTable({ columns }: { columns: readonly ColumnRecord[] }) {
  const trans = useTranslation();
  const numbers = [
    trans.__('Missing'),
    trans.__('Distinct'),
    trans.__('Least'),
    trans.__('Mean'),
    trans.__('Greatest')
  ];
  return (
    <div className="jp-TrackbookColumns">
      <table className="jp-TrackbookTable">
        <thead>
          <tr>
            <th scope="col">{trans.__('Column')}</th>
            <th scope="col">{trans.__('Type')}</th>
            {numbers.map(name => (
              <th key={name} scope="col" className="jp-mod-numeric">
                {name}
              </th>
            ))}
            <th scope="col">{trans.__('Most frequent')}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column, place) => (
            // Names may stand twice, the places never change.
            <ColumnRow key={place} column={column} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ColumnRow({ column }: { column: ColumnRecord }) {
  const distinct = column.distinct === null ? '' : formatCount(column.distinct);
  return (
    <tr>
      <th scope="row">{column.name}</th>
      <td>{column.dtype}</td>
      <td className="jp-mod-numeric">
        {column.missing === null ? '' : formatCount(column.missing)}
      </td>
      <td className="jp-mod-numeric">
        {column.sampled && distinct ? `≥ ${distinct}` : distinct}
      </td>
      <td className="jp-mod-numeric">{boundText(column.min)}</td>
      <td className="jp-mod-numeric">{boundText(column.mean)}</td>
      <td className="jp-mod-numeric">{boundText(column.max)}</td>
      <td>
        {column.top
          .map(([value, count]) => `${value} (${formatCount(count)})`)
          .join(', ')}
      </td>
    </tr>
  );
}

function boundText(value: number | string | null): string {
  // The date of a time is what tells.
  return typeof value === 'number'
    ? formatMetric(value)
    : (value?.replace(/T.*/, '') ?? '');
}
