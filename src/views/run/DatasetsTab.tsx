import type { Dataset } from '../../client/index.js';
import { useTranslation } from '../common/translation.js';
import {
  columnsOfSchema,
  factsOfProfile,
  placeOfSource
} from './dataset-facts.js';

/** What a run was trained and tested on. */
export function DatasetsTab({ datasets }: { datasets: readonly Dataset[] }) {
  return (
    <div className="jp-TrackbookRunView-cards">
      {datasets.map(dataset => (
        <DatasetCard
          key={`${dataset.name}/${dataset.digest}/${dataset.context}`}
          dataset={dataset}
        />
      ))}
    </div>
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
