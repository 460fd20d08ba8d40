import type { Run } from '../../client/index.js';
import { useNavigation } from '../common/navigation.js';
import { useTranslation } from '../common/translation.js';
import { RunFacts } from './RunFacts.js';
import { RunMetrics } from './RunMetrics.js';
import { RunNote } from './RunNote.js';
import { RunParams } from './RunParams.js';
import { RunTags } from './RunTags.js';
import { usePreviousRun } from './use-run-parts.js';

type OverviewTabProps = {
  run: Run;
  /** Absent where the cells of the run are not known. */
  onOpenCells?(): void;
};

/** What was set and what came out, beside where it came from. */
export function OverviewTab({ run, onOpenCells }: OverviewTabProps) {
  const trans = useTranslation();
  const navigation = useNavigation();
  const previous = usePreviousRun(run);
  return (
    <div className="jp-TrackbookRunView-overview">
      <div>
        {previous && (
          <p className="jp-TrackbookHint">
            {trans.__('Changes are against the run before:')}{' '}
            <button
              className="jp-TrackbookLink"
              onClick={() => navigation.onOpenRun(previous.runId)}
            >
              {previous.name}
            </button>{' '}
            <button
              className="jp-TrackbookChip"
              onClick={() =>
                navigation.onOpenCompare([previous.runId, run.runId])
              }
            >
              {trans.__('Compare')}
            </button>
          </p>
        )}
        <RunMetrics run={run} previous={previous} onOpenCells={onOpenCells} />
        <RunParams run={run} previous={previous} />
      </div>
      <aside>
        <RunNote run={run} />
        <RunFacts run={run} />
        <RunTags run={run} />
      </aside>
    </div>
  );
}
