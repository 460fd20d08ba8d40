import { ReactWidget } from '@jupyterlab/ui-components';
import { type CommandRegistry } from '@lumino/commands';
import { lazy, Suspense, type JSX } from 'react';
import type { Translation } from '../../views/index.js';
import { type PanelActions } from '../../views/panel/panel-props.js';
import { CommandIDs } from '../commands.js';
import { connectionNotice } from '../connection/connection-notice.js';
import { navigateByCommands } from '../navigation.js';
import { type TrackbookSettings } from '../settings.js';
import { type ICapture, type IConnection } from '../tokens.js';
import { presentCapture } from './present-capture.js';

const SidePanel = lazy(async () => ({
  default: (await import('../../views/panel/SidePanel.js')).SidePanel
}));

/** Hands the side panel what it shows, whenever that changes. */
export class SidePanelWidget extends ReactWidget {
  private readonly _options: SidePanelWidget.IOptions;
  private readonly _actions: PanelActions;

  constructor(options: SidePanelWidget.IOptions) {
    super();
    this._options = options;
    this._actions = this._createActions();
    this.id = 'trackbook-side-panel';
    this.addClass('jp-TrackbookPanel');
    const { connection, capture, settings } = options;
    connection.changed.connect(this.update, this);
    capture.changed.connect(this.update, this);
    settings.changed.connect(this.update, this);
  }

  protected render(): JSX.Element {
    const { connection, capture, settings, commands, trans } = this._options;
    const recorder = capture.current;
    return (
      <Suspense fallback={null}>
        <SidePanel
          {...navigateByCommands(commands)}
          client={connection.client}
          trans={trans}
          notice={connectionNotice(connection.state, trans)}
          server={serverName(connection, trans)}
          experiment={capture.experiment}
          capture={
            recorder && presentCapture(recorder, capture, settings, trans)
          }
          runLimit={settings.runsInPanel}
          keyMetrics={settings.keyMetrics}
          actions={this._actions}
        />
      </Suspense>
    );
  }

  private _createActions(): PanelActions {
    const { connection, capture, commands } = this._options;
    return {
      onRetryConnection: () => void connection.refresh(),
      onChooseExperiment: experiment => capture.chooseExperiment(experiment),
      onReconnectKernel: () => capture.current?.reconnect(),
      onTrackCell: () => void commands.execute(CommandIDs.trackCell),
      onDiscardRun: () => void commands.execute(CommandIDs.discardRun),
      onToggleRecording: () =>
        void commands.execute(CommandIDs.toggleRecording),
      onDropSuggestions: ids => capture.current?.dropSuggestions(new Set(ids)),
      onLogObjects: (runId, values) =>
        capture.current?.logObjects(runId, values),
      onCancelLogging: () => capture.current?.cancelLogging(),
      onInsertCode: (code, { cellId, isBelow }) =>
        void commands.execute(CommandIDs.insertCode, { code, cellId, isBelow }),
      onChooseValuesPolicy: policy => capture.chooseValuesPolicy(policy),
      onOpenSettings: () => void commands.execute(CommandIDs.openSettings)
    };
  }
}

function serverName({ state }: IConnection, trans: Translation): string {
  if (state.kind !== 'connected') {
    return '';
  }
  return state.isExternal
    ? state.trackingUri
    : trans.__('Trackbook %1 in this folder', state.version);
}

export namespace SidePanelWidget {
  export interface IOptions {
    connection: IConnection;
    capture: ICapture;
    settings: TrackbookSettings;
    commands: CommandRegistry;
    trans: Translation;
  }
}
