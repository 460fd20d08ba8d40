import { useState } from 'react';
import type { CurrentCell, Finding } from '../../analysis/index.js';
import type { Run } from '../../client/index.js';
import { cellOf } from '../common/cell-reference.js';
import { useNavigation } from '../common/navigation.js';
import { useTranslation } from '../common/translation.js';
import { VerdictChips } from '../common/VerdictChips.js';
import { verdictMeaning } from '../common/verdict-words.js';
import type { RunHistory } from './use-run-history.js';

/** More than these are shown when asked for. */
const FIRST = 5;

type VerdictReportProps = { run: Run; history: RunHistory };

/** Whether the notebook still says what a run did, and why not. */
export function VerdictReport({ run, history }: VerdictReportProps) {
  const trans = useTranslation();
  const { verdicts, findings, cells } = history;
  if (verdicts.length === 0) {
    return null;
  }
  return (
    <section className="jp-TrackbookVerdict" aria-label={trans.__('Verdict')}>
      <p className="jp-TrackbookVerdict-chips">
        <VerdictChips verdicts={verdicts} />
        <span className="jp-TrackbookHint">
          {findings
            ? trans.__('judged by the notebook as it is now')
            : trans.__('as last judged; the reasons stand in JupyterLab')}
        </span>
      </p>
      {!findings || verdicts[0] === 'clean' ? (
        <ul>
          {verdicts.map(verdict => (
            <li key={verdict}>{verdictMeaning(verdict, trans)}</li>
          ))}
        </ul>
      ) : (
        <Findings run={run} findings={findings} cells={cells ?? []} />
      )}
    </section>
  );
}

type FindingsProps = {
  run: Run;
  findings: readonly Finding[];
  cells: readonly CurrentCell[];
};

function Findings({ run, findings, cells }: FindingsProps) {
  const trans = useTranslation();
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? findings : findings.slice(0, FIRST);
  const rest = findings.length - shown.length;
  return (
    <>
      <ul>
        {shown.map((finding, index) => (
          <li key={index}>
            {finding.sentence}{' '}
            <CellLinks run={run} ids={finding.cells} cells={cells} />
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <button className="jp-TrackbookLink" onClick={() => setIsWhole(true)}>
          {trans._n('Show %1 more', 'Show %1 more', rest)}
        </button>
      )}
    </>
  );
}

type CellLinksProps = {
  run: Run;
  ids: readonly string[];
  cells: readonly CurrentCell[];
};

/** Ways to the cells of a finding that are still there. */
function CellLinks({ run, ids, cells }: CellLinksProps) {
  const trans = useTranslation();
  const { onOpenCell } = useNavigation();
  const notebook = cellOf(run)?.notebook;
  if (!onOpenCell || !notebook) {
    return null;
  }
  return ids
    .map(id => ({ id, index: cells.findIndex(cell => cell.id === id) }))
    .filter(({ index }) => index >= 0)
    .map(({ id, index }) => (
      <button
        key={id}
        className="jp-TrackbookLink jp-TrackbookVerdict-cell"
        onClick={() => onOpenCell(notebook, id)}
      >
        {trans.__('Go to cell %1', index + 1)}
      </button>
    ));
}
