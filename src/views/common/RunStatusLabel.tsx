import type { RunStatus } from '../../client/index.js';
import { StatusIcon } from './icons.js';
import { useTranslation, type Translation } from './translation.js';

export function statusName(status: RunStatus, trans: Translation): string {
  switch (status) {
    case 'FINISHED':
      return trans.__('Finished');
    case 'FAILED':
      return trans.__('Failed');
    case 'KILLED':
      return trans.__('Killed');
    case 'SCHEDULED':
      return trans.__('Scheduled');
    case 'RUNNING':
      return trans.__('Running');
  }
}

type RunStatusLabelProps = { status: RunStatus; isIconOnly?: boolean };

export function RunStatusLabel({ status, isIconOnly }: RunStatusLabelProps) {
  const name = statusName(status, useTranslation());
  return (
    <span className="jp-TrackbookStatus" title={isIconOnly ? name : undefined}>
      <StatusIcon status={status} />
      <span className={isIconOnly ? 'jp-TrackbookHidden' : undefined}>
        {name}
      </span>
    </span>
  );
}
