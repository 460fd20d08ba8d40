import { useTranslation } from '../common/translation.js';
import type { Notice } from './notice.js';

type NoticeBoxProps = { notice: Notice; onRetry?(): void };

/** A message that stays until what it says is no longer so. */
export function NoticeBox({ notice, onRetry }: NoticeBoxProps) {
  const trans = useTranslation();
  const { level, title, advice, details } = notice;
  return (
    <div
      className={`jp-TrackbookNotice jp-mod-${level}`}
      role={level === 'error' ? 'alert' : 'status'}
    >
      <div className="jp-TrackbookNotice-title">{title}</div>
      {advice && <div className="jp-TrackbookNotice-advice">{advice}</div>}
      {details && <pre className="jp-TrackbookNotice-details">{details}</pre>}
      {onRetry && (
        <button className="jp-TrackbookPanel-button" onClick={onRetry}>
          {trans.__('Try again')}
        </button>
      )}
    </div>
  );
}
