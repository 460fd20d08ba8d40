import {
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { logSuggestions } from '../../views/panel/log-suggestions.js';
import { type SuggestedValues } from '../capture/messages.js';
import { type TrackbookSettings } from '../settings.js';
import { ICapture, IConnection, ITrackbookSettings } from '../tokens.js';
import { suggestedValues } from '../widgets/present-capture.js';

export const suggestionsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'trackbook:suggestions',
  description:
    'Logs what tracked cells leave behind, when the user wants that always.',
  autoStart: true,
  requires: [IConnection, ICapture, ITrackbookSettings],
  activate: (
    _app: JupyterFrontEnd,
    { client }: IConnection,
    capture: ICapture,
    settings: TrackbookSettings
  ) => {
    capture.suggested.connect((_, suggestions: SuggestedValues) => {
      if (settings.suggestions === 'always' && suggestions.run_id) {
        logSuggestions(
          client,
          suggestions.run_id,
          suggestedValues(suggestions)
        ).catch((error: Error) => Notification.error(error.message));
      }
    });
  }
};
