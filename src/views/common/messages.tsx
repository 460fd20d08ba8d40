import type { ReactNode } from 'react';
import { ClientError } from '../../client/index.js';
import { Icon, type IconName } from './icons.js';
import { useTranslation } from './translation.js';

type EmptyStateProps = { icon: IconName; title: string; children?: ReactNode };

/** What stands where there is nothing to show, with what to do about it. */
export function EmptyState({ icon, title, children }: EmptyStateProps) {
  return (
    <div className="jp-TrackbookMessage">
      <Icon name={icon} size={32} />
      <p className="jp-TrackbookMessage-title">{title}</p>
      {children}
    </div>
  );
}

type ErrorStateProps = {
  error: Error;
  /** Whether it stands in the place of a whole view, heading included. */
  isWholeView?: boolean;
  onRetry?(): void;
};

export function ErrorState({ error, isWholeView, onRetry }: ErrorStateProps) {
  const trans = useTranslation();
  const Title = isWholeView ? 'h1' : 'p';
  const isUnreachable = error instanceof ClientError && error.isUnreachable;
  return (
    <div className="jp-TrackbookMessage jp-mod-error" role="alert">
      <Icon name="flask" size={32} />
      <Title className="jp-TrackbookMessage-title">
        {isUnreachable
          ? trans.__('No answer from the tracking server')
          : trans.__('This could not be read')}
      </Title>
      <p>{error.message}</p>
      {onRetry && (
        <button className="jp-TrackbookButton" onClick={onRetry}>
          {trans.__('Try again')}
        </button>
      )}
    </div>
  );
}

/** Grey lines in the place of what is on its way. */
export function Loading({ lines = 6 }: { lines?: number }) {
  const trans = useTranslation();
  return (
    <div className="jp-TrackbookLoading" role="status">
      <span className="jp-TrackbookHidden">{trans.__('Loading')}</span>
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} className="jp-TrackbookSkeleton" />
      ))}
    </div>
  );
}
