import { parseVerdict, VERDICT_TAG } from '../../analysis/verdict-tag.js';
import type { Run } from '../../client/index.js';
import { cellOf } from '../common/cell-reference.js';
import {
  formatAgo,
  formatDateTime,
  formatDuration,
  formatMetric
} from '../common/format.js';
import { useNavigation } from '../common/navigation.js';
import { RunStatusLabel } from '../common/RunStatusLabel.js';
import { useTranslation } from '../common/translation.js';
import { verdictName, verdictTitle } from '../common/verdict-words.js';
import type { Column } from './columns.js';

type CellContentProps = { run: Run; column: Column; now: number };

/** What a run has in a column: short, with the exact value in its title. */
export function CellContent({ run, column, now }: CellContentProps) {
  const { kind, key } = column;
  switch (kind) {
    case 'metrics':
      return <MetricValue value={run.metrics[key]} />;
    case 'params':
      return <TextValue text={run.params[key]} />;
    case 'tags':
      return key === VERDICT_TAG ? (
        <VerdictValue text={run.tags[key]} />
      ) : (
        <TextValue text={run.tags[key]} />
      );
    case 'attributes':
      return <Attribute run={run} name={key} now={now} />;
  }
}

function MetricValue({ value }: { value: number | undefined }) {
  return value === undefined ? null : (
    <span title={String(value)}>{formatMetric(value)}</span>
  );
}

function TextValue({ text }: { text: string | undefined }) {
  return text === undefined ? null : <span title={text}>{text}</span>;
}

/** What was found, with what it means in its title. */
function VerdictValue({ text }: { text: string | undefined }) {
  const trans = useTranslation();
  const verdicts = parseVerdict(text);
  return verdicts.length === 0 ? (
    <TextValue text={text} />
  ) : (
    <span title={verdictTitle(verdicts, trans)}>
      {verdicts.map(verdict => verdictName(verdict, trans)).join(', ')}
    </span>
  );
}

type AttributeProps = { run: Run; name: string; now: number };

function Attribute({ run, name, now }: AttributeProps) {
  const trans = useTranslation();
  switch (name) {
    case 'status':
      return <RunStatusLabel status={run.status} />;
    case 'start_time':
      return run.startedAt === null ? null : (
        <span title={formatDateTime(run.startedAt)}>
          {formatAgo(run.startedAt, now, trans)}
        </span>
      );
    case 'duration':
      return <span>{durationText(run, now)}</span>;
    case 'cell':
      return <CellName run={run} />;
    case 'user':
      return <TextValue text={run.user} />;
    case 'run_id':
      return <TextValue text={run.runId} />;
    default:
      return null;
  }
}

/** The notebook may be cut short, the number of the execution not. */
function CellName({ run }: { run: Run }) {
  const trans = useTranslation();
  const { onOpenCell } = useNavigation();
  const cell = cellOf(run);
  if (cell === null) {
    return null;
  }
  const { notebook, cellId, executionCount } = cell;
  const name = notebook.split('/').at(-1);
  return (
    <>
      {onOpenCell ? (
        <button
          className="jp-TrackbookLink"
          tabIndex={-1}
          title={trans.__('Go to the cell in %1', notebook)}
          onClick={() => onOpenCell(notebook, cellId)}
        >
          {name}
        </button>
      ) : (
        <span title={notebook}>{name}</span>
      )}
      {executionCount && (
        <span className="jp-TrackbookExecution">[{executionCount}]</span>
      )}
    </>
  );
}

export function durationOf(run: Run, now: number): number | null {
  if (run.startedAt === null) {
    return null;
  }
  if (run.endedAt !== null) {
    return run.endedAt - run.startedAt;
  }
  return run.status === 'RUNNING' ? now - run.startedAt : null;
}

export function durationText(run: Run, now: number): string {
  const duration = durationOf(run, now);
  return duration === null ? '' : formatDuration(duration);
}
