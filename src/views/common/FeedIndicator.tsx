import { useFeedState } from './QueryProvider.js';
import { useTranslation } from './translation.js';

/** Whether what is shown follows the server by itself. */
export function FeedIndicator() {
  const trans = useTranslation();
  const state = useFeedState();
  const texts = {
    connecting: [
      trans.__('Connecting'),
      trans.__('Asking the server for news')
    ],
    live: [trans.__('Live'), trans.__('Changes appear by themselves')],
    polling: [
      trans.__('Live'),
      trans.__('Changes appear within ten seconds; this server sends no events')
    ],
    offline: [
      trans.__('Offline'),
      trans.__('The server does not answer; trying again')
    ]
  };
  const [label, title] = texts[state];
  return (
    <span
      className={`jp-TrackbookFeed jp-mod-${state}`}
      title={title}
      role="status"
    >
      {label}
    </span>
  );
}
