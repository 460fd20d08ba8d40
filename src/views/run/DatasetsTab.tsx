import type { Dataset, Run } from '../../client/index.js';
import type { DataRecord } from '../../data/index.js';
import { lastFrames } from '../../data/index.js';
import { ErrorState, Loading } from '../common/messages.js';
import { useTranslation } from '../common/translation.js';
import type { RunData } from '../common/use-run-data.js';
import {
  columnsOfSchema,
  factsOfProfile,
  isRecorded,
  placeOfSource
} from './dataset-facts.js';
import { FilesCard } from './FilesCard.js';
import { FrameCard } from './FrameCard.js';

type DatasetsTabProps = { run: Run; data: RunData };

/** What a run was made from: files, data frames, and what was logged besides. */
export function DatasetsTab({ run, data }: DatasetsTabProps) {
  const trans = useTranslation();
  const { value, rest, error, isLoading, isOfSession } = data;
  if (isLoading) {
    return <Loading />;
  }
  const logged = run.datasets.filter(
    dataset => !isRecorded(dataset, value) && !isRecorded(dataset, rest)
  );
  return (
    <div className="jp-TrackbookRunView-cards">
      {error && <ErrorState error={error} />}
      {value && (
        <RecordedCards
          data={value}
          ofFiles={
            isOfSession
              ? trans.__(
                  'Read and written by the cells up to the end of the run.'
                )
              : trans.__(
                  'Read and written by the cells that the run depends on.'
                )
          }
        />
      )}
      {logged.map(dataset => (
        <DatasetCard
          key={`${dataset.name}/${dataset.digest}/${dataset.context}`}
          dataset={dataset}
        />
      ))}
      {rest && !isEmpty(rest) && (
        <details className="jp-TrackbookRunView-rest">
          <summary>{trans.__('The rest of the session')}</summary>
          <RecordedCards
            data={rest}
            ofFiles={trans.__('Read and written by other cells only.')}
          />
        </details>
      )}
    </div>
  );
}

function isEmpty({ files, frames, leftOut }: DataRecord): boolean {
  return files.length + frames.length + leftOut.length === 0;
}

type RecordedCardsProps = { data: DataRecord; ofFiles: string };

function RecordedCards({ data, ofFiles }: RecordedCardsProps) {
  return (
    <>
      {data.leftOut.length > 0 && <LeftOutCard data={data} />}
      {data.files.length > 0 && <FilesCard files={data.files} hint={ofFiles} />}
      {lastFrames(data.frames).map(frame => (
        <FrameCard key={frame.name} frame={frame} />
      ))}
    </>
  );
}

function LeftOutCard({ data }: { data: DataRecord }) {
  const trans = useTranslation();
  return (
    <section className="jp-TrackbookCard">
      <h2>{trans.__('Not recorded')}</h2>
      <ul>
        {data.leftOut.map(({ execution, note }) => (
          <li key={`${execution}/${note}`}>
            {trans.__('Execution %1 had %2', execution, note)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function DatasetCard({ dataset }: { dataset: Dataset }) {
  const trans = useTranslation();
  const columns = columnsOfSchema(dataset.schema);
  return (
    <section className="jp-TrackbookCard">
      <h2>
        {dataset.name}
        {dataset.context && (
          <span className="jp-TrackbookChip jp-mod-quiet">
            {dataset.context}
          </span>
        )}
      </h2>
      <dl className="jp-TrackbookFacts">
        <div>
          <dt>{trans.__('Source')}</dt>
          <dd>{placeOfSource(dataset)}</dd>
        </div>
        <div>
          <dt>{trans.__('Digest')}</dt>
          <dd>
            <code>{dataset.digest}</code>
          </dd>
        </div>
        {factsOfProfile(dataset.profile).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {columns.length > 0 && (
        <details>
          <summary>
            {trans._n('%1 column', '%1 columns', columns.length)}
          </summary>
          <table className="jp-TrackbookTable">
            <tbody>
              {columns.map(({ name, type }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{type}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </section>
  );
}
