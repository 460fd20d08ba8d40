import { useState } from 'react';
import type { ModelVersion, Stage } from '../../client/index.js';
import { Dialog } from '../common/Dialog.js';
import { Icon } from '../common/icons.js';
import { useTranslation } from '../common/translation.js';
import { stageName } from './StageChip.js';
import { useRegistryActions } from './use-registry-actions.js';

type StageActionsProps = {
  version: ModelVersion;
  versions: readonly ModelVersion[];
};

/** Promote a version, or take it out of use. */
export function StageActions({ version, versions }: StageActionsProps) {
  const trans = useTranslation();
  const { moveToStage } = useRegistryActions();
  const [target, setTarget] = useState<'Staging' | 'Production' | null>(null);
  const isIn = (stage: Stage) => version.stage === stage;

  return (
    <div className="jp-TrackbookStageActions">
      {!isIn('Production') && (
        <button
          className="jp-TrackbookButton jp-mod-accent"
          onClick={() => setTarget('Production')}
        >
          <Icon name="up" size={14} />
          {trans.__('Promote to Production')}
        </button>
      )}
      {!isIn('Staging') && (
        <button
          className="jp-TrackbookButton"
          onClick={() => setTarget('Staging')}
        >
          {isIn('Production')
            ? trans.__('Move back to Staging')
            : trans.__('Promote to Staging')}
        </button>
      )}
      {!isIn('Archived') && (
        <button
          className="jp-TrackbookButton"
          onClick={() => void moveToStage(version, 'Archived', [])}
        >
          {trans.__('Archive')}
        </button>
      )}
      {target && (
        <PromoteDialog
          version={version}
          target={target}
          present={versions.filter(
            other => other.stage === target && other.version !== version.version
          )}
          onPromote={displaced => {
            setTarget(null);
            void moveToStage(version, target, displaced);
          }}
          onClose={() => setTarget(null)}
        />
      )}
    </div>
  );
}

type PromoteDialogProps = {
  version: ModelVersion;
  target: 'Staging' | 'Production';
  /** Versions that are in the stage now. */
  present: readonly ModelVersion[];
  onPromote(displaced: readonly ModelVersion[]): void;
  onClose(): void;
};

function PromoteDialog({
  version,
  target,
  present,
  onPromote,
  onClose
}: PromoteDialogProps) {
  const trans = useTranslation();
  const [isArchiving, setIsArchiving] = useState(true);
  const stage = stageName(target, trans);
  const numbers = present.map(other => `v${other.version}`).join(', ');
  return (
    <Dialog
      title={trans.__('Version %1 to %2', version.version, stage)}
      action={trans.__('Move to %1', stage)}
      onSubmit={() => onPromote(isArchiving ? present : [])}
      onClose={onClose}
    >
      {present.length === 0 ? (
        <p>{trans.__('No other version is in %1.', stage)}</p>
      ) : (
        <label className="jp-mod-check">
          <input
            type="checkbox"
            checked={isArchiving}
            onChange={event => setIsArchiving(event.target.checked)}
          />
          {trans.__('Archive what is in %1 now: %2', stage, numbers)}
        </label>
      )}
    </Dialog>
  );
}
