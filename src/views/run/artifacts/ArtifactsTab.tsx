import type { Run } from '../../../client/index.js';
import { EmptyState } from '../../common/messages.js';
import { useTranslation } from '../../common/translation.js';
import type { RunModel } from '../use-run-models.js';
import { formatAddress, parseAddress } from './artifact-address.js';
import { ArtifactPreview } from './ArtifactPreview.js';
import { ArtifactTree } from './ArtifactTree.js';

type ArtifactsTabProps = {
  run: Run;
  models: readonly RunModel[];
  selected: string | null;
  onSelect(address: string): void;
};

/** The files of a run and of its models, each with a preview. */
export function ArtifactsTab({
  run,
  models,
  selected,
  onSelect
}: ArtifactsTabProps) {
  const trans = useTranslation();
  const address = selected ? parseAddress(selected, run.runId) : null;
  return (
    <div className="jp-TrackbookArtifacts">
      <ArtifactTree
        run={run}
        models={models}
        selected={selected}
        onSelect={next => onSelect(formatAddress(next))}
      />
      <div className="jp-TrackbookArtifacts-preview">
        {address ? (
          <ArtifactPreview key={selected} address={address} />
        ) : (
          <EmptyState icon="file" title={trans.__('Choose a file')} />
        )}
      </div>
    </div>
  );
}
