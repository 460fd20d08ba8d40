import { useState } from 'react';
import { keyUsesOf } from '../../client/index.js';
import { formatCount } from '../common/format.js';
import { useNavigation } from '../common/navigation.js';
import { useTranslation } from '../common/translation.js';
import { bestRunId, chooseKeyMetric } from './key-metric.js';
import type { ExperimentChoice } from './panel-props.js';
import { RunRow } from './RunRow.js';
import { ScopeSwitch } from './ScopeSwitch.js';
import { Section } from './Section.js';
import type { PanelRuns } from './use-panel-runs.js';
import { useSparklines } from './use-sparklines.js';

type RunListProps = {
  list: PanelRuns;
  experiment: ExperimentChoice | null;
  hasNotebook: boolean;
  keyMetrics: readonly string[];
};

/** The newest runs, live: choose one to open it, several to compare them. */
export function RunList(props: RunListProps) {
  const { list, experiment, hasNotebook, keyMetrics } = props;
  const { runs, scope, setScope, totalCount } = list;
  const trans = useTranslation();
  const { onOpenRuns, onOpenCompare } = useNavigation();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());

  const metric = chooseKeyMetric(keyUsesOf(runs), keyMetrics);
  const best = metric && bestRunId(runs, metric);
  const sparklines = useSparklines(runs, metric);
  const chosenIds = runs.map(run => run.runId).filter(id => chosen.has(id));

  return (
    <Section
      name="runs"
      title={trans.__('Runs')}
      aside={hasNotebook && <ScopeSwitch scope={scope} onChange={setScope} />}
    >
      {list.error && runs.length === 0 ? (
        <p className="jp-TrackbookPanel-empty" role="alert">
          {list.error.message}
        </p>
      ) : runs.length === 0 ? (
        <EmptyList {...{ list, hasNotebook }} />
      ) : (
        <>
          {metric && (
            <div className="jp-TrackbookRunList-metric" title={metric}>
              {metric}
            </div>
          )}
          <ul className="jp-TrackbookRunList" aria-label={trans.__('Runs')}>
            {runs.map(run => (
              <RunRow
                key={run.runId}
                run={run}
                metric={metric}
                isBest={run.runId === best}
                sparkline={sparklines.get(run.runId)}
                isChosen={chosen.has(run.runId)}
                onChoose={isChosen =>
                  setChosen(toggled(chosen, run.runId, isChosen))
                }
              />
            ))}
          </ul>
        </>
      )}
      {experiment && runs.length > 0 && (
        <div className="jp-TrackbookRunList-foot">
          <button
            className="jp-TrackbookPanel-link"
            onClick={() => onOpenRuns([experiment.id])}
          >
            {totalCount > runs.length
              ? trans.__('All %1 runs in a table', formatCount(totalCount))
              : trans.__('Open as a table')}
          </button>
          <button
            className="jp-TrackbookPanel-button"
            disabled={chosenIds.length < 2}
            onClick={() => onOpenCompare(chosenIds)}
          >
            {chosenIds.length < 2
              ? trans.__('Compare')
              : trans.__('Compare %1', chosenIds.length)}
          </button>
        </div>
      )}
    </Section>
  );
}

type EmptyListProps = Pick<RunListProps, 'list' | 'hasNotebook'>;

function EmptyList({ list, hasNotebook }: EmptyListProps) {
  const trans = useTranslation();
  if (list.isLoading) {
    return <p className="jp-TrackbookPanel-empty">{trans.__('Loading…')}</p>;
  }
  return (
    <p className="jp-TrackbookPanel-empty">
      {hasNotebook
        ? trans.__(
            'No runs yet. Press Track on a cell, record a few, or run code that logs with MLflow.'
          )
        : trans.__('No runs yet. Open a notebook to make the first one.')}
    </p>
  );
}

function toggled(
  chosen: ReadonlySet<string>,
  runId: string,
  isChosen: boolean
): ReadonlySet<string> {
  const next = new Set(chosen);
  if (isChosen) {
    next.add(runId);
  } else {
    next.delete(runId);
  }
  return next;
}
