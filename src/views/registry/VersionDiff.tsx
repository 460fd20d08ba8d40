import { isLowerBetter } from '../common/metric-direction.js';
import { useNavigation } from '../common/navigation.js';
import { useTranslation } from '../common/translation.js';
import { StageChip } from './StageChip.js';
import type { VersionDetails } from './use-version-details.js';
import {
  costDifferences,
  metricDifferences,
  paramDifferences,
  type DifferenceRow
} from './version-difference.js';

type VersionDiffProps = { details: VersionDetails; other: VersionDetails };

/** Two versions side by side: what is better, what it costs, what was changed. */
export function VersionDiff({ details, other }: VersionDiffProps) {
  const trans = useTranslation();
  const navigation = useNavigation();
  const left = details.version;
  const right = other.version;
  const params = paramDifferences(details.run, other.run);
  const canCompareRuns =
    left.runId !== null && right.runId !== null && left.runId !== right.runId;

  return (
    <section className="jp-TrackbookCard jp-TrackbookVersionDiff">
      <h2>
        {trans.__('Version %1 beside version %2', left.version, right.version)}
        {canCompareRuns && (
          <button
            className="jp-TrackbookChip"
            onClick={() =>
              navigation.onOpenCompare([right.runId!, left.runId!])
            }
          >
            {trans.__('Compare their runs')}
          </button>
        )}
      </h2>
      <table>
        <thead>
          <tr>
            <td />
            {[left, right].map(({ version, stage, aliases }) => (
              <th key={version} scope="col">
                v{version} <StageChip stage={stage} />{' '}
                {aliases.map(alias => (
                  <span key={alias} className="jp-TrackbookAlias">
                    @{alias}
                  </span>
                ))}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <DiffSection
          title={trans.__('Metrics')}
          rows={metricDifferences(details, other, isLowerBetter)}
        />
        <DiffSection
          title={trans.__('Cost')}
          rows={costDifferences(details, other, {
            duration: trans.__('Training time'),
            size: trans.__('Model size')
          })}
        />
        <DiffSection title={trans.__('Params that differ')} rows={params} />
      </table>
      {params.length === 0 && (
        <p className="jp-TrackbookHint">
          {trans.__('All params are the same.')}
        </p>
      )}
    </section>
  );
}

type DiffSectionProps = { title: string; rows: readonly DifferenceRow[] };

function DiffSection({ title, rows }: DiffSectionProps) {
  const trans = useTranslation();
  const verdicts = {
    better: trans.__('better'),
    worse: trans.__('worse'),
    same: trans.__('same'),
    other: ''
  };
  return rows.length === 0 ? null : (
    <tbody>
      <tr className="jp-TrackbookVersionDiff-section">
        <th scope="rowgroup" colSpan={4}>
          {title}
        </th>
      </tr>
      {rows.map(({ name, left, right, verdict }) => (
        <tr key={name} className={`jp-mod-${verdict}`}>
          <th scope="row">{name}</th>
          <td>{left || '–'}</td>
          <td>{right || '–'}</td>
          <td className="jp-TrackbookVersionDiff-verdict">
            {verdicts[verdict]}
          </td>
        </tr>
      ))}
    </tbody>
  );
}
