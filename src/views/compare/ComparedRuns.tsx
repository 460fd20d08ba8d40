import type { Run } from '../../client/index.js';
import { runColour } from '../charts/run-colours.js';
import { Icon } from '../common/icons.js';
import { useNavigation } from '../common/navigation.js';
import { useTranslation } from '../common/translation.js';

type ComparedRunsProps = {
  runs: readonly Run[];
  baselineId: string;
  onBaseline(runId: string): void;
  onRemove?: (runId: string) => void;
};

/** The runs compared, in the colours that they have in the charts. */
export function ComparedRuns({
  runs,
  baselineId,
  onBaseline,
  onRemove
}: ComparedRunsProps) {
  const trans = useTranslation();
  const navigation = useNavigation();
  return (
    <ul className="jp-TrackbookComparedRuns">
      {runs.map((run, index) => (
        <li key={run.runId}>
          <span
            className="jp-TrackbookSwatch"
            style={{ background: runColour(index) }}
          />
          <button
            className="jp-TrackbookLink"
            onClick={() => navigation.onOpenRun(run.runId)}
          >
            {run.name}
          </button>
          {run.runId === baselineId ? (
            <span className="jp-TrackbookChip jp-mod-quiet">
              {trans.__('baseline')}
            </span>
          ) : (
            <button
              className="jp-TrackbookIconButton"
              aria-label={trans.__('Make %1 the baseline', run.name)}
              title={trans.__('Make this the baseline')}
              onClick={() => onBaseline(run.runId)}
            >
              <Icon name="swap" size={14} />
            </button>
          )}
          {onRemove && runs.length > 1 && (
            <button
              className="jp-TrackbookIconButton"
              aria-label={trans.__('Leave %1 out', run.name)}
              title={trans.__('Leave out')}
              onClick={() => onRemove(run.runId)}
            >
              <Icon name="close" size={12} />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
