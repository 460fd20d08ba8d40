import { ReactWidget, ToolbarButtonComponent } from '@jupyterlab/ui-components';
import { type JSX } from 'react';
import type { Translation } from '../../views/index.js';
import { linkNotice } from '../capture/link-notice.js';
import { type Recorder } from '../capture/recorder.js';
import { recordIcon, stopIcon } from '../icons.js';

/** Starts and stops a recording from the notebook's toolbar, and shows that one runs. */
export class RecordButton extends ReactWidget {
  private readonly _options: RecordButton.IOptions;

  constructor(options: RecordButton.IOptions) {
    super();
    this._options = options;
    this.addClass('jp-TrackbookRecordButton');
    options.recorder.changed.connect(this.update, this);
  }

  protected render(): JSX.Element {
    const { recorder, onToggle, trans } = this._options;
    const { kernel, requested, link } = recorder.state;
    const recording = kernel?.recording ?? null;
    this.toggleClass('jp-mod-recording', recording !== null);
    return (
      <ToolbarButtonComponent
        icon={recording ? stopIcon : recordIcon}
        label={recording ? countOf(recording.executions, trans) : undefined}
        tooltip={
          recording
            ? trans.__('Stop recording')
            : [
                trans.__('Record executions as one run'),
                linkNotice(link, trans)?.title
              ]
                .filter(Boolean)
                .join('. ')
        }
        pressed={recording !== null}
        enabled={requested === null}
        onClick={onToggle}
      />
    );
  }
}

function countOf(executions: number, trans: Translation): string {
  return trans._n('Recording: %1 cell', 'Recording: %1 cells', executions);
}

export namespace RecordButton {
  export interface IOptions {
    recorder: Recorder;
    onToggle(): void;
    trans: Translation;
  }
}
