import { useNavigation } from '../common/navigation.js';
import { useRun } from '../common/queries.js';
import { useTranslation } from '../common/translation.js';
import { useFeature } from '../common/use-feature.js';

type JustTrackedProps = { runId: string; onDiscard(): void };

/** The run that a tracked cell has just made, and for some seconds the way to be rid of it. */
export function JustTracked({ runId, onDiscard }: JustTrackedProps) {
  const trans = useTranslation();
  const { onOpenRun } = useNavigation();
  const canDiscard = useFeature('runs.discard');
  const { data: run } = useRun(runId);
  if (!run || !canDiscard) {
    return null;
  }
  return (
    <div className="jp-TrackbookJustTracked">
      <span role="status">{trans.__('Tracked as')}</span>
      <button
        className="jp-TrackbookPanel-link"
        title={run.name}
        onClick={() => onOpenRun(runId)}
      >
        {run.name}
      </button>
      <button
        className="jp-TrackbookPanel-button jp-TrackbookJustTracked-discard"
        title={trans.__(
          'Take this run and its artifacts away for good; offered for ten seconds'
        )}
        onClick={onDiscard}
      >
        {trans.__('Discard')}
      </button>
    </div>
  );
}
