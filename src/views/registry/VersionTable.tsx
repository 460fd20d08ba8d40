import { keyUsesOf } from '../../client/index.js';
import {
  formatAgo,
  formatBytes,
  formatCount,
  formatDateTime,
  formatDuration,
  formatMetric
} from '../common/format.js';
import { Icon } from '../common/icons.js';
import { indexOfBest } from '../common/metric-direction.js';
import { useNavigation } from '../common/navigation.js';
import { useTranslation } from '../common/translation.js';
import { useNow } from '../common/use-now.js';
import { mostUsedMetrics } from '../runs/columns.js';
import { StageChip } from './StageChip.js';
import { trainingTime, type VersionDetails } from './use-version-details.js';

const MAX_METRICS = 3;

type VersionTableProps = {
  details: readonly VersionDetails[];
  /** How many versions there are; some may not be shown yet. */
  total: number;
  onMore(): void;
  chosen: string;
  other: string | null;
  onChoose(version: string): void;
  onCompare(version: string): void;
};

/** The versions of a model, with what decides between them. */
export function VersionTable({
  details,
  total,
  onMore,
  chosen,
  other,
  onChoose,
  onCompare
}: VersionTableProps) {
  const trans = useTranslation();
  const left = total - details.length;
  const metrics = mostUsedMetrics(
    keyUsesOf(details.flatMap(({ run }) => run ?? [])),
    MAX_METRICS
  );
  const best = new Map(
    metrics.map(key => [
      key,
      indexOfBest(
        key,
        details.map(({ run }) => run?.metrics[key])
      )
    ])
  );
  return (
    <div className="jp-TrackbookVersionTable">
      <table>
        <thead>
          <tr>
            <th scope="col">{trans.__('Version')}</th>
            <th scope="col">{trans.__('Stage')}</th>
            <th scope="col">{trans.__('Aliases')}</th>
            {metrics.map(key => (
              <th key={key} scope="col" className="jp-mod-numeric">
                {key}
              </th>
            ))}
            <th scope="col" className="jp-mod-numeric">
              {trans.__('Training')}
            </th>
            <th scope="col" className="jp-mod-numeric">
              {trans.__('Size')}
            </th>
            <th scope="col">{trans.__('Run')}</th>
            <th scope="col">{trans.__('Registered')}</th>
            <th scope="col">{trans.__('Beside')}</th>
          </tr>
        </thead>
        <tbody>
          {details.map((item, index) => (
            <VersionRow
              key={item.version.version}
              details={item}
              metrics={metrics}
              isBest={key => best.get(key) === index}
              isChosen={item.version.version === chosen}
              isOther={item.version.version === other}
              onChoose={() => onChoose(item.version.version)}
              onCompare={() => onCompare(item.version.version)}
            />
          ))}
        </tbody>
      </table>
      {left > 0 && (
        <p className="jp-TrackbookVersionTable-more">
          {trans.__(
            'The newest of %1 versions, and those in use.',
            formatCount(total)
          )}{' '}
          <button className="jp-TrackbookLink" onClick={onMore}>
            {trans.__('Show older versions')}
          </button>
        </p>
      )}
    </div>
  );
}

type VersionRowProps = {
  details: VersionDetails;
  metrics: readonly string[];
  isBest(metric: string): boolean;
  isChosen: boolean;
  isOther: boolean;
  onChoose(): void;
  onCompare(): void;
};

function VersionRow({
  details,
  metrics,
  isBest,
  isChosen,
  isOther,
  onChoose,
  onCompare
}: VersionRowProps) {
  const trans = useTranslation();
  const navigation = useNavigation();
  const now = useNow();
  const { version, run, facts } = details;
  const duration = trainingTime(details);
  return (
    <tr className={isChosen ? 'jp-mod-selected' : undefined} onClick={onChoose}>
      <th scope="row">
        <button
          className="jp-TrackbookLink"
          aria-pressed={isChosen}
          onClick={onChoose}
        >
          v{version.version}
        </button>
        {version.status !== 'READY' && (
          <span
            className="jp-TrackbookChip jp-mod-warning"
            title={version.statusMessage}
          >
            {version.status}
          </span>
        )}
      </th>
      <td>
        <StageChip stage={version.stage} />
      </td>
      <td>
        {version.aliases.map(alias => (
          <span key={alias} className="jp-TrackbookAlias">
            @{alias}
          </span>
        ))}
      </td>
      {metrics.map(key => {
        const value = run?.metrics[key];
        return (
          <td
            key={key}
            className={`jp-mod-numeric ${isBest(key) ? 'jp-mod-best' : ''}`}
            title={value === undefined ? undefined : String(value)}
          >
            {isBest(key) && (
              <span className="jp-TrackbookBest" title={trans.__('Best')}>
                <Icon name="star" size={12} />
              </span>
            )}
            {value !== undefined && formatMetric(value)}
          </td>
        );
      })}
      <td className="jp-mod-numeric">
        {duration !== null && formatDuration(duration)}
      </td>
      <td className="jp-mod-numeric">
        {facts?.sizeBytes ? formatBytes(facts.sizeBytes) : ''}
      </td>
      <td>
        {run && (
          <button
            className="jp-TrackbookLink"
            onClick={event => {
              event.stopPropagation();
              navigation.onOpenRun(run.runId);
            }}
          >
            {run.name}
          </button>
        )}
      </td>
      <td>
        {version.createdAt !== null && (
          <span title={formatDateTime(version.createdAt)}>
            {formatAgo(version.createdAt, now, trans)}
          </span>
        )}
      </td>
      <td>
        <input
          type="radio"
          name="jp-TrackbookVersionTable-other"
          aria-label={trans.__('Show version %1 beside', version.version)}
          checked={isOther}
          disabled={isChosen}
          onClick={event => event.stopPropagation()}
          onChange={onCompare}
        />
      </td>
    </tr>
  );
}
