import { useState, type FormEvent } from 'react';
import type { Run } from '../../client/index.js';
import { useClient } from '../common/QueryProvider.js';
import { Switch } from '../common/Switch.js';
import { useTranslation, type Translation } from '../common/translation.js';
import {
  ENTRY_KINDS,
  faultOf,
  log,
  type EntryKind,
  type LogEntry
} from './log-entry.js';
import { Section } from './Section.js';

type QuickLogProps = { runs: readonly Run[]; activeRunId: string | null };

type Outcome = { kind: 'done' | 'fault'; message: string };

const EMPTY: LogEntry = { kind: 'metric', key: '', value: '' };

/** Writes a metric, param, tag or note to the active run, or to a recent one. */
export function QuickLog({ runs, activeRunId }: QuickLogProps) {
  const trans = useTranslation();
  const client = useClient();
  const [entry, setEntry] = useState(EMPTY);
  const [chosenRunId, setChosenRunId] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  const target = targetOf(runs, chosenRunId, activeRunId);
  const change = (part: Partial<LogEntry>) => {
    setEntry({ ...entry, ...part });
    setOutcome(null);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const fault = faultOf(entry, trans);
    if (fault || !target) {
      setOutcome({ kind: 'fault', message: fault ?? '' });
      return;
    }
    try {
      await log(client, target.runId, entry);
      setOutcome({ kind: 'done', message: doneMessage(entry, target, trans) });
      setEntry({ ...EMPTY, kind: entry.kind });
    } catch (error) {
      setOutcome({ kind: 'fault', message: (error as Error).message });
    }
  };

  return (
    <Section name="log" title={trans.__('Quick log')}>
      {target ? (
        <form
          className="jp-TrackbookQuickLog"
          aria-label={trans.__('Quick log')}
          noValidate
          onSubmit={event => void submit(event)}
        >
          <RunSelect
            runs={runs}
            target={target}
            activeRunId={activeRunId}
            onChange={setChosenRunId}
          />
          <KindSwitch kind={entry.kind} onChange={kind => change({ kind })} />
          <EntryFields entry={entry} onChange={change} />
          {outcome && (
            <div
              className={
                outcome.kind === 'done'
                  ? 'jp-TrackbookQuickLog-done'
                  : 'jp-TrackbookPanel-error'
              }
              role={outcome.kind === 'done' ? 'status' : 'alert'}
            >
              {outcome.message}
            </div>
          )}
        </form>
      ) : (
        <p className="jp-TrackbookPanel-empty">
          {trans.__(
            'As soon as there is a run, values can be added to it here.'
          )}
        </p>
      )}
    </Section>
  );
}

type RunSelectProps = {
  runs: readonly Run[];
  target: Target;
  activeRunId: string | null;
  onChange(runId: string): void;
};

function RunSelect({ runs, target, activeRunId, onChange }: RunSelectProps) {
  const trans = useTranslation();
  const isListed = runs.some(run => run.runId === target.runId);
  return (
    <label className="jp-TrackbookQuickLog-run">
      {trans.__('to')}
      <select
        aria-label={trans.__('Run to log to')}
        value={target.runId}
        onChange={event => onChange(event.target.value)}
      >
        {!isListed && <option value={target.runId}>{target.name}</option>}
        {runs.map(({ runId, name }) => (
          <option key={runId} value={runId}>
            {runId === activeRunId ? trans.__('%1 (active)', name) : name}
          </option>
        ))}
      </select>
    </label>
  );
}

type KindSwitchProps = { kind: EntryKind; onChange(kind: EntryKind): void };

function KindSwitch({ kind, onChange }: KindSwitchProps) {
  const trans = useTranslation();
  const labels: Record<EntryKind, string> = {
    metric: trans.__('Metric'),
    param: trans.__('Param'),
    tag: trans.__('Tag'),
    note: trans.__('Note')
  };
  return (
    <Switch
      isSmall
      label={trans.__('What to log')}
      options={ENTRY_KINDS.map(value => [value, labels[value]])}
      value={kind}
      onChange={onChange}
    />
  );
}

type EntryFieldsProps = {
  entry: LogEntry;
  onChange(part: Partial<LogEntry>): void;
};

function EntryFields({ entry, onChange }: EntryFieldsProps) {
  const trans = useTranslation();
  const button = (
    <button className="jp-TrackbookPanel-button jp-mod-accept" type="submit">
      {trans.__('Log')}
    </button>
  );
  if (entry.kind === 'note') {
    return (
      <div className="jp-TrackbookQuickLog-fields">
        <textarea
          rows={2}
          aria-label={trans.__('Note')}
          placeholder={trans.__('What did you learn?')}
          value={entry.value}
          onChange={event => onChange({ value: event.target.value })}
        />
        {button}
      </div>
    );
  }
  return (
    <div className="jp-TrackbookQuickLog-fields">
      <input
        aria-label={trans.__('Name')}
        placeholder={trans.__('Name')}
        value={entry.key}
        onChange={event => onChange({ key: event.target.value })}
      />
      <input
        aria-label={trans.__('Value')}
        placeholder={entry.kind === 'metric' ? '0.93' : trans.__('Value')}
        inputMode={entry.kind === 'metric' ? 'decimal' : 'text'}
        value={entry.value}
        onChange={event => onChange({ value: event.target.value })}
      />
      {button}
    </div>
  );
}

type Target = { runId: string; name: string };

function targetOf(
  runs: readonly Run[],
  chosenRunId: string | null,
  activeRunId: string | null
): Target | null {
  const find = (id: string | null) => runs.find(run => run.runId === id);
  const known = find(chosenRunId) ?? find(activeRunId);
  if (known) {
    return known;
  }
  return activeRunId === null
    ? (runs[0] ?? null)
    : { runId: activeRunId, name: activeRunId.slice(0, 8) };
}

function doneMessage(
  { kind, key, value }: LogEntry,
  { name }: Target,
  trans: Translation
): string {
  return kind === 'note'
    ? trans.__('Noted on %1', name)
    : trans.__('%1 = %2 on %3', key.trim(), value.trim(), name);
}
