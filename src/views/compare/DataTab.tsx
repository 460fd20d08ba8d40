import type { Run } from '../../client/index.js';
import {
  columnInWords,
  compareData,
  fileInWords,
  frameInWords,
  namesOf,
  type FrameDifference,
  type RunNames
} from '../../data/index.js';
import { ErrorState, Loading } from '../common/messages.js';
import { useTranslation } from '../common/translation.js';
import { useRunData } from '../common/use-run-data.js';

type DataTabProps = { runs: readonly Run[]; baseline: Run };

/** How the data of each run differs from that of the baseline, in words. */
export function DataTab({ runs, baseline }: DataTabProps) {
  return (
    <div className="jp-TrackbookRunView-cards">
      {runs
        .filter(({ runId }) => runId !== baseline.runId)
        .map(run => (
          <DataOfPair key={run.runId} before={baseline} after={run} />
        ))}
    </div>
  );
}

function DataOfPair({ before, after }: { before: Run; after: Run }) {
  const trans = useTranslation();
  const old = useRunData(before.runId);
  const current = useRunData(after.runId);
  const error = old.error ?? current.error;
  const names = namesOf(before, after);
  const namesWhere = (...isMeant: [before: boolean, after: boolean]) =>
    [names.before, names.after].filter((_, i) => isMeant[i]).join(', ');
  return (
    <section className="jp-TrackbookCard">
      <h2>{trans.__('%1, against %2', names.after, names.before)}</h2>
      {error ? (
        <ErrorState error={error} />
      ) : old.isLoading || current.isLoading ? (
        <Loading />
      ) : old.value && current.value ? (
        <>
          {(old.isOfSession || current.isOfSession) && (
            <p className="jp-TrackbookHint">
              {trans.__(
                'Which cells it depends on is not known of %1: all that its session read is compared.',
                namesWhere(old.isOfSession, current.isOfSession)
              )}
            </p>
          )}
          <Differences
            difference={compareData(old.value, current.value)}
            names={names}
          />
        </>
      ) : (
        <p className="jp-TrackbookHint">
          {trans.__(
            'No data is recorded for %1.',
            namesWhere(!old.value, !current.value)
          )}
        </p>
      )}
    </section>
  );
}

type DifferencesProps = {
  difference: ReturnType<typeof compareData>;
  names: RunNames;
};

function Differences({
  difference: { files, frames, isSame },
  names
}: DifferencesProps) {
  const trans = useTranslation();
  return (
    <>
      {isSame && (
        <p>{trans.__('No difference was found in what both runs read.')}</p>
      )}
      {files.length > 0 && (
        <table className="jp-TrackbookTable">
          <caption>{trans.__('Files')}</caption>
          <tbody>
            {files.map(file => {
              const { path } = 'after' in file ? file.after : file.before;
              return (
                <tr key={`${file.kind}/${path}`}>
                  <th scope="row">{path}</th>
                  <td>{fileInWords(file, names)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {frames.map(frame => (
        <FrameChanges key={frame.name} frame={frame} names={names} />
      ))}
    </>
  );
}

type FrameChangesProps = { frame: FrameDifference; names: RunNames };

function FrameChanges({ frame, names }: FrameChangesProps) {
  const trans = useTranslation();
  const columns = 'columns' in frame ? frame.columns : [];
  return (
    <div className="jp-TrackbookDataDiff">
      <h3>{frame.name}</h3>
      <p>{frameInWords(frame, names).join('; ')}</p>
      {columns.length > 0 && (
        <table className="jp-TrackbookTable">
          <caption>{trans.__('Columns that differ')}</caption>
          <tbody>
            {columns.map(column => (
              <tr key={column.name}>
                <th scope="row">{column.name}</th>
                <td>
                  {column.drift?.size === 'large' && (
                    <>
                      <span className="jp-TrackbookChip jp-mod-warning">
                        {trans.__('drift')}
                      </span>{' '}
                    </>
                  )}
                  {columnInWords(column).join('; ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
