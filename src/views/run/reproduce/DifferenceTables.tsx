import type { MetricDifference } from '../../../reproduce/metric-differences.js';
import type { RunDifference } from '../../../reproduce/run-difference.js';
import { formatMetric } from '../../common/format.js';
import { useTranslation } from '../../common/translation.js';

/** All metrics of two runs, and of the rest what is not the same. */
export function DifferenceTables({
  difference
}: {
  difference: RunDifference;
}) {
  const trans = useTranslation();
  const { tolerance, holds, metrics, params, manual } = difference;
  const { environment, data, notes } = difference;
  return (
    <div className="jp-TrackbookReproduce-difference" tabIndex={0}>
      {metrics.length > 0 && (
        <>
          <p>
            {holds
              ? trans.__(
                  'All metrics agree in their last values within a tolerance of %1.',
                  tolerance
                )
              : trans.__(
                  'Not all metrics agree in their last values within a tolerance of %1.',
                  tolerance
                )}
          </p>
          <MetricTable metrics={metrics} />
        </>
      )}
      <ValueTable title={trans.__('Params')} values={params} />
      <ValueTable
        title={trans.__('Logged by hand, not compared')}
        values={manual}
      />
      <ValueTable title={trans.__('Environment')} values={environment} />
      {data.length > 0 && (
        <section>
          <h3>{trans.__('Data')}</h3>
          <ul>
            {data.map(({ name, change }) => (
              <li key={name}>
                {name}: {change}
              </li>
            ))}
          </ul>
        </section>
      )}
      {notes.map(note => (
        <p key={note} className="jp-TrackbookHint">
          {note}
        </p>
      ))}
    </div>
  );
}

function MetricTable({ metrics }: { metrics: readonly MetricDifference[] }) {
  const trans = useTranslation();
  return (
    <table className="jp-TrackbookTable">
      <thead>
        <tr>
          <th scope="col">{trans.__('Metric')}</th>
          <th scope="col" className="jp-mod-numeric">
            {trans.__('Then')}
          </th>
          <th scope="col" className="jp-mod-numeric">
            {trans.__('Now')}
          </th>
          <th scope="col" className="jp-mod-numeric">
            {trans.__('Difference')}
          </th>
          <th scope="col">{trans.__('Outcome')}</th>
        </tr>
      </thead>
      <tbody>
        {metrics.map(({ key, a, b, relative, agrees }) => (
          <tr key={key}>
            <th scope="row">{key}</th>
            <Value value={a} />
            <Value value={b} />
            <td className="jp-mod-numeric">
              {Number.isFinite(relative)
                ? `${Number((100 * relative).toPrecision(2))} %`
                : ''}
            </td>
            <td>{agrees ? trans.__('agrees') : trans.__('differs')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ value }: { value: number | null }) {
  return (
    <td className="jp-mod-numeric" title={value === null ? '' : String(value)}>
      {value === null ? '—' : formatMetric(value)}
    </td>
  );
}

type ValueTableProps = { title: string; values: RunDifference['params'] };

function ValueTable({ title, values }: ValueTableProps) {
  return values.length === 0 ? null : (
    <section>
      <h3>{title}</h3>
      <table className="jp-TrackbookTable">
        <tbody>
          {values.map(({ name, a, b }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{a ?? '—'}</td>
              <td>{b ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
