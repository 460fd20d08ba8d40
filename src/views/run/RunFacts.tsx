import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Run } from '../../client/index.js';
import { cellLabel, cellOf } from '../common/cell-reference.js';
import { CopyButton } from '../common/CopyButton.js';
import { formatDateTime } from '../common/format.js';
import { Icon } from '../common/icons.js';
import { useNavigation } from '../common/navigation.js';
import { queryKeys } from '../common/query-keys.js';
import { useClient } from '../common/QueryProvider.js';
import { useTranslation } from '../common/translation.js';
import { commitOf, sourceOf } from './run-facts.js';

/** Where a run came from. */
export function RunFacts({ run }: { run: Run }) {
  const trans = useTranslation();
  const source = sourceOf(run);
  const commit = commitOf(run);
  return (
    <section>
      <h2>{trans.__('Origin')}</h2>
      <dl className="jp-TrackbookFacts">
        <Fact name={trans.__('Cell')}>
          <CellLink run={run} />
        </Fact>
        <Fact name={trans.__('Source')}>{source}</Fact>
        <Fact name={trans.__('Commit')}>
          {commit && (
            <>
              <code title={commit.id}>{commit.id.slice(0, 10)}</code>
              <CopyButton text={commit.id} name={trans.__('Copy commit')} />
              {commit.isDirty && (
                <span className="jp-TrackbookChip jp-mod-warning">
                  {trans.__('with uncommitted changes')}
                </span>
              )}
            </>
          )}
        </Fact>
        <Fact name={trans.__('User')}>{run.user}</Fact>
        <Fact name={trans.__('Started')}>
          {run.startedAt !== null && formatDateTime(run.startedAt)}
        </Fact>
        <Fact name={trans.__('Ended')}>
          {run.endedAt !== null && formatDateTime(run.endedAt)}
        </Fact>
        <Fact name={trans.__('Registered')}>
          <Registrations run={run} />
        </Fact>
        <Fact name={trans.__('Run id')}>
          <code>{run.runId}</code>
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return children ? (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  ) : null;
}

function CellLink({ run }: { run: Run }) {
  const trans = useTranslation();
  const { onOpenCell } = useNavigation();
  const cell = cellOf(run);
  if (!cell) {
    return <span className="jp-TrackbookHint">{trans.__('no notebook')}</span>;
  }
  const content = (
    <>
      <Icon name="notebook" size={14} /> {cellLabel(cell)}
    </>
  );
  return onOpenCell ? (
    <button
      className="jp-TrackbookLink"
      title={trans.__('Go to the cell')}
      onClick={() => onOpenCell(cell.notebook, cell.cellId)}
    >
      {content}
    </button>
  ) : (
    <span title={cell.notebook}>{content}</span>
  );
}

function Registrations({ run }: { run: Run }) {
  const client = useClient();
  const navigation = useNavigation();
  const versions = useQuery({
    queryKey: queryKeys.versionsOfRun(run.runId),
    queryFn: ({ signal }) =>
      client.registry.listVersionsOfRun(run.runId, signal)
  }).data;
  return (versions ?? []).map(({ name, version }) => (
    <button
      key={`${name}/${version}`}
      className="jp-TrackbookChip"
      onClick={() => navigation.onOpenModel(name, version)}
    >
      <Icon name="model" size={12} />
      {name} v{version}
    </button>
  ));
}
