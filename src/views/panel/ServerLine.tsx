import { useFeedState } from '../common/QueryProvider.js';
import { useTranslation, type Translation } from '../common/translation.js';
import type { FeedState } from '../../client/index.js';

type ServerLineProps = {
  server: string;
  isBroken: boolean;
  onOpenSettings(): void;
};

/** The foot of the panel: which server this is, and whether its news arrive. */
export function ServerLine(props: ServerLineProps) {
  const { server, isBroken, onOpenSettings } = props;
  const trans = useTranslation();
  const feed = useFeedState();
  const state = isBroken ? 'offline' : feed;
  return (
    <div
      className={`jp-TrackbookPanel-server jp-mod-${state}`}
      data-state={state}
      title={server}
    >
      <span className="jp-TrackbookPanel-serverDot" aria-hidden="true" />
      <span className="jp-TrackbookPanel-serverState" role="status">
        {wordsFor(state, trans)}
      </span>
      <span className="jp-TrackbookPanel-serverName">{server}</span>
      <button
        className="jp-TrackbookPanel-iconButton"
        aria-label={trans.__('Settings')}
        title={trans.__('Settings')}
        onClick={onOpenSettings}
      >
        ⚙
      </button>
    </div>
  );
}

function wordsFor(state: FeedState, trans: Translation): string {
  switch (state) {
    case 'live':
      return trans.__('Live');
    case 'polling':
      return trans.__('Connected');
    case 'connecting':
      return trans.__('Connecting…');
    case 'offline':
      return trans.__('Not connected');
  }
}
