import { formatDelta } from './format.js';
import { isLowerBetter } from './metric-direction.js';
import { useTranslation } from './translation.js';

type DeltaProps = {
  metric: string;
  value: number | undefined;
  baseline: number | undefined;
};

/** How far a metric is from another, and whether that is good. */
export function Delta({ metric, value, baseline }: DeltaProps) {
  const trans = useTranslation();
  if (value === undefined || baseline === undefined) {
    return null;
  }
  const delta = value - baseline;
  if (!Number.isFinite(delta)) {
    return null;
  }
  const isBetter = isLowerBetter(metric) ? delta < 0 : delta > 0;
  const kind = delta === 0 ? 'same' : isBetter ? 'better' : 'worse';
  const names = {
    same: trans.__('the same'),
    better: trans.__('better'),
    worse: trans.__('worse')
  };
  return (
    <span className={`jp-TrackbookDelta jp-mod-${kind}`} title={names[kind]}>
      {formatDelta(delta)}
      <span className="jp-TrackbookHidden"> {names[kind]}</span>
    </span>
  );
}
