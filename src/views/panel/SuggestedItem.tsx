import { useState } from 'react';
import { formatMetric } from '../common/format.js';
import { Icon } from '../common/icons.js';
import { Snippet } from '../common/Snippet.js';
import { useTranslation, type Translation } from '../common/translation.js';
import type { CodePlace, SuggestedValue, ValueKind } from './panel-props.js';
import { codeForRun } from './value-code.js';

type SuggestedItemProps = {
  runId: string;
  value: SuggestedValue;
  onLog(): void;
  onCancel(): void;
  onInsertCode(code: string, place: CodePlace): void;
};

/** One thing to log, with the code that does the same. */
export function SuggestedItem(props: SuggestedItemProps) {
  const { runId, value, onLog, onCancel, onInsertCode } = props;
  const trans = useTranslation();
  const [isCodeShown, setCodeShown] = useState(false);
  const { key, progress, code } = value;
  const isPending = progress.kind === 'waiting' || progress.kind === 'running';
  return (
    <li>
      <div className="jp-TrackbookSuggestions-line">
        <button
          className="jp-TrackbookSuggestions-value"
          aria-label={logLabel(value.kind, key, trans)}
          title={`${key} = ${value.value}`}
          disabled={isPending}
          onClick={onLog}
        >
          <Icon name="plus" size={12} />
          <span className="jp-TrackbookSuggestions-key">{key}</span>
          <span className="jp-TrackbookSuggestions-number">
            {value.kind === 'metric'
              ? formatMetric(Number(value.value))
              : value.value}
          </span>
        </button>
        {code !== null && (
          <button
            className="jp-TrackbookSuggestions-code"
            aria-label={trans.__('Code for %1', key)}
            aria-expanded={isCodeShown}
            title={trans.__('Show the code')}
            onClick={() => setCodeShown(!isCodeShown)}
          >
            {'</>'}
          </button>
        )}
      </div>
      {isPending && (
        <div className="jp-TrackbookSuggestions-progress" role="status">
          {progress.kind === 'running'
            ? trans.__('Logging…')
            : trans.__('Waiting for the kernel…')}
          {progress.kind === 'running' && (
            <button className="jp-TrackbookPanel-link" onClick={onCancel}>
              {trans.__('Cancel')}
            </button>
          )}
        </div>
      )}
      {progress.kind === 'failed' && (
        <div className="jp-TrackbookPanel-error" role="alert">
          {progress.reason}
        </div>
      )}
      {isCodeShown && code !== null && (
        <div className="jp-TrackbookSuggestions-snippet">
          <Snippet code={code} />
          <InsertButtons {...{ runId, value, code, onInsertCode }} />
        </div>
      )}
    </li>
  );
}

type InsertButtonsProps = Pick<
  SuggestedItemProps,
  'runId' | 'value' | 'onInsertCode'
> & { code: string };

function InsertButtons(props: InsertButtonsProps) {
  const { runId, value, code, onInsertCode } = props;
  const trans = useTranslation();
  const { cellId } = value;
  if (cellId === null) {
    return null;
  }
  return (
    <div className="jp-TrackbookSuggestions-insert">
      <button
        className="jp-TrackbookPanel-button"
        title={trans.__('At the end of the cell, for its next executions')}
        onClick={() => onInsertCode(code, { cellId, isBelow: false })}
      >
        {trans.__('Insert code')}
      </button>
      <button
        className="jp-TrackbookPanel-button"
        title={trans.__('In a new cell below, for this run')}
        onClick={() =>
          onInsertCode(codeForRun(runId, [value]), { cellId, isBelow: true })
        }
      >
        {trans.__('In a new cell')}
      </button>
    </div>
  );
}

function logLabel(kind: ValueKind, key: string, trans: Translation): string {
  switch (kind) {
    case 'param':
      return trans.__('Log param %1', key);
    case 'metric':
      return trans.__('Log metric %1', key);
    case 'figure':
      return trans.__('Log figure %1', key);
    case 'table':
      return trans.__('Log table %1', key);
    case 'model':
      return trans.__('Log model %1', key);
  }
}
