import { formatBytes } from '../common/format.js';
import type { SignatureColumn } from '../common/mlmodel.js';
import { loadingSnippet } from '../common/model-snippets.js';
import { Snippet } from '../common/Snippet.js';
import { useTranslation } from '../common/translation.js';
import { useModelFacts } from '../common/use-model-facts.js';
import type { RunModel } from './use-run-models.js';

/** The models that a run logged, ready to be loaded. */
export function ModelTab({ models }: { models: readonly RunModel[] }) {
  return (
    <div className="jp-TrackbookRunView-cards">
      {models.map(model => (
        <ModelCard key={model.uri} model={model} />
      ))}
    </div>
  );
}

function ModelCard({ model }: { model: RunModel }) {
  const trans = useTranslation();
  const facts = useModelFacts(model.owner, model.folder);
  return (
    <section className="jp-TrackbookCard">
      <h2>
        {model.name}
        {facts?.flavors.map(flavor => (
          <span key={flavor} className="jp-TrackbookChip jp-mod-quiet">
            {flavor}
          </span>
        ))}
        {facts?.sizeBytes && (
          <span className="jp-TrackbookHint">
            {formatBytes(facts.sizeBytes)}
          </span>
        )}
      </h2>
      <Snippet
        title={trans.__('Load it in Python')}
        code={loadingSnippet(model.uri, facts?.flavors ?? [])}
      />
      {facts && facts.inputs.length + facts.outputs.length > 0 && (
        <div className="jp-TrackbookSignature">
          <SignatureSide title={trans.__('Takes')} columns={facts.inputs} />
          <SignatureSide title={trans.__('Gives')} columns={facts.outputs} />
        </div>
      )}
    </section>
  );
}

type SignatureSideProps = { title: string; columns: SignatureColumn[] };

function SignatureSide({ title, columns }: SignatureSideProps) {
  return (
    <div>
      <h3>{title}</h3>
      <ul>
        {columns.map(({ name, type }, index) => (
          <li key={index}>
            {name && <b>{name}</b>} <code>{type}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}
