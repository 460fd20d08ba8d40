import { useState } from 'react';
import {
  isPython,
  labelOf,
  type SessionRecord
} from '../../analysis/session-record.js';
import type { Run } from '../../client/index.js';
import { Switch } from '../common/Switch.js';
import { useTranslation } from '../common/translation.js';
import { CellItem } from './CellItem.js';
import type { RunHistory } from './use-run-history.js';
import { VerdictReport } from './VerdictReport.js';

type CellsTabProps = {
  run: Run;
  record: SessionRecord;
  history: RunHistory;
};

/** What the run depends on, or all that its session executed until its end, in its order. */
export function CellsTab({ run, record, history }: CellsTabProps) {
  const trans = useTranslation();
  const [isWhole, setIsWhole] = useState(false);
  const { session, executions } = record;
  const { slice } = history;
  const causes = new Map(slice?.map(entry => [entry.index, entry.causes]));
  const isAside = (place: number) => slice !== null && !causes.has(place);
  return (
    <div className="jp-TrackbookCells">
      <VerdictReport run={run} history={history} />
      <div className="jp-TrackbookCells-scope">
        <p className="jp-TrackbookHint">
          {trans.__(
            'Executed in this order by %1; the cells that made this run are marked.',
            `${session.kernel} ${session.languageVersion}`.trim()
          )}
        </p>
        {!isPython(record) && <NoAnalysis language={session.language} />}
        {slice && slice.length < executions.length && (
          <ScopeSwitch isWhole={isWhole} onChange={setIsWhole} />
        )}
      </div>
      <ol>
        {executions.map(
          (execution, place) =>
            (isWhole || !isAside(place)) && (
              <CellItem
                key={execution.seq}
                execution={execution}
                language={session.language}
                isOfRun={execution.runIds.includes(run.runId)}
                isAside={isAside(place)}
                causes={causes.get(place) ?? []}
                labelAt={other => labelOf(executions[other])}
              />
            )
        )}
      </ol>
    </div>
  );
}

function NoAnalysis({ language }: { language: string }) {
  const trans = useTranslation();
  return (
    <p className="jp-TrackbookHint">
      {trans.__(
        'These cells are written in %1. Which of them the run depends on, whether the notebook still says the same, and running them again: Trackbook has that for Python only.',
        language
      )}
    </p>
  );
}

type ScopeSwitchProps = { isWhole: boolean; onChange(isWhole: boolean): void };

function ScopeSwitch({ isWhole, onChange }: ScopeSwitchProps) {
  const trans = useTranslation();
  return (
    <Switch
      label={trans.__('Show the executions')}
      options={[
        [false, trans.__('Only what this run depends on')],
        [true, trans.__('All of the session')]
      ]}
      value={isWhole}
      onChange={onChange}
    />
  );
}
