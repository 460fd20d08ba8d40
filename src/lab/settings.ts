import { type ISettingRegistry } from '@jupyterlab/settingregistry';
import { type ISignal, Signal } from '@lumino/signaling';
import { type DataLimits } from './capture/messages.js';
import { type ValuesPolicy } from '../views/panel/panel-props.js';

type DataLimitSettings = {
  fileMegabytes: number;
  cellMegabytes: number;
  copyMegabytes: number;
  seconds: number;
};

/** The settings of `schema/plugin.json`, with their types. */
export class TrackbookSettings {
  private readonly _settings: ISettingRegistry.ISettings;
  private readonly _changed = new Signal<this, void>(this);

  constructor(settings: ISettingRegistry.ISettings) {
    this._settings = settings;
    settings.changed.connect(() => this._changed.emit());
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get suggestions(): ValuesPolicy {
    return this._settings.get('suggestions').composite as ValuesPolicy;
  }

  get isOfflineMode(): boolean {
    return this._settings.get('offline').composite as boolean;
  }

  get dataLimits(): DataLimits {
    const limits = this._settings.get('dataLimits')
      .composite as Partial<DataLimitSettings>;
    return {
      file: megabytes(limits.fileMegabytes),
      cell: megabytes(limits.cellMegabytes),
      copy: megabytes(limits.copyMegabytes),
      seconds: limits.seconds
    };
  }

  get isTrackButtonVisible(): boolean {
    return this._settings.get('trackButton').composite as boolean;
  }

  get areCellMarksVisible(): boolean {
    return this._settings.get('cellMarks').composite as boolean;
  }

  get runsInPanel(): number {
    return this._settings.get('runsInPanel').composite as number;
  }

  get reproductionTolerance(): number {
    return this._settings.get('reproductionTolerance').composite as number;
  }

  get keyMetrics(): string[] {
    return this._settings.get('keyMetrics').composite as string[];
  }
}

/** In bytes; a limit that the user took out of the settings is the kernel's own. */
function megabytes(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value * 1e6;
}
