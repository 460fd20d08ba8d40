import type { Stage } from '../../client/index.js';
import { useTranslation, type Translation } from '../common/translation.js';

export function stageName(stage: Stage, trans: Translation): string {
  switch (stage) {
    case 'None':
      return trans.__('No stage');
    case 'Staging':
      return trans.__('Staging');
    case 'Production':
      return trans.__('Production');
    case 'Archived':
      return trans.__('Archived');
  }
}

export function StageChip({ stage }: { stage: Stage }) {
  const trans = useTranslation();
  return (
    <span className={`jp-TrackbookStage jp-mod-${stage.toLowerCase()}`}>
      {stageName(stage, trans)}
    </span>
  );
}
