import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { URLExt } from '@jupyterlab/coreutils';
import { ILauncher } from '@jupyterlab/launcher';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { type PartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commands.js';
import { registryIcon, runsIcon } from '../icons.js';
import { navigateByCommands } from '../navigation.js';
import { JupyterReproducer } from '../reproduce/jupyter-reproducer.js';
import { type TrackbookSettings } from '../settings.js';
import { IConnection, INotebookNames, ITrackbookSettings } from '../tokens.js';
import { cellWatcher } from '../verdict/cell-watcher.js';
import {
  addressFromArgs,
  ARGUMENTS,
  type ViewKind
} from '../widgets/view-address.js';
import {
  type IViewOpener,
  MainAreaOpener,
  PageOpener
} from '../widgets/view-opener.js';
import { pagePath } from '../widgets/page-path.js';

const COMMANDS: Record<ViewKind, string> = {
  runs: CommandIDs.openRuns,
  run: CommandIDs.openRun,
  compare: CommandIDs.openCompare,
  registry: CommandIDs.openRegistry
};

export const viewsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'trackbook:views',
  description: 'Opens runs, one run, a comparison and the model registry.',
  autoStart: true,
  requires: [IConnection, ITrackbookSettings],
  optional: [
    ILabShell,
    ILayoutRestorer,
    ITranslator,
    ICommandPalette,
    ILauncher,
    INotebookNames
  ],
  activate: (
    app: JupyterFrontEnd,
    connection: IConnection,
    settings: TrackbookSettings,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    launcher: ILauncher | null,
    names: INotebookNames | null
  ) => {
    const trans = (translator ?? nullTranslator).load('trackbook');
    const opener = labShell
      ? openInMainArea(app, labShell, connection, {
          settings,
          trans,
          restorer,
          names
        })
      : openAsPages(app);
    addCommands(app, opener, trans);
    addEntryPoints(palette, launcher, trans);
  }
};

type Trans = ReturnType<ITranslator['load']>;

type MainAreaOptions = {
  settings: TrackbookSettings;
  trans: Trans;
  restorer: ILayoutRestorer | null;
  names: INotebookNames | null;
};

function openInMainArea(
  app: JupyterFrontEnd,
  shell: ILabShell,
  { client }: IConnection,
  { settings, trans, restorer, names }: MainAreaOptions
): IViewOpener {
  const navigation = navigateByCommands(app.commands);
  const watchCells = names
    ? cellWatcher(names, app.serviceManager.contents)
    : undefined;
  const reproducer = new JupyterReproducer({
    serverSettings: app.serviceManager.serverSettings,
    tolerance: () => settings.reproductionTolerance
  });
  const opener = new MainAreaOpener({
    shell,
    client,
    navigation,
    watchCells,
    reproducer,
    trans
  });
  if (restorer) {
    opener.restore(restorer, kind => COMMANDS[kind]);
  }
  return opener;
}

/** Notebook 7 takes no tabs of ours; the tracking server's own pages serve there. */
function openAsPages(app: JupyterFrontEnd): IViewOpener {
  const { baseUrl } = app.serviceManager.serverSettings;
  return new PageOpener(address =>
    URLExt.join(baseUrl, 'trackbook', pagePath(address))
  );
}

function addCommands(
  app: JupyterFrontEnd,
  opener: IViewOpener,
  trans: Trans
): void {
  const add = (
    kind: ViewKind,
    options: { label: string; icon?: typeof runsIcon }
  ) =>
    app.commands.addCommand(COMMANDS[kind], {
      ...options,
      describedBy: { args: ARGUMENTS[kind] },
      execute: args =>
        opener.open(addressFromArgs(kind, args as PartialJSONObject))
    });
  add('runs', { label: trans.__('Open Runs'), icon: runsIcon });
  add('run', { label: trans.__('Open Run') });
  add('compare', { label: trans.__('Compare Runs') });
  add('registry', {
    label: trans.__('Open Model Registry'),
    icon: registryIcon
  });
}

function addEntryPoints(
  palette: ICommandPalette | null,
  launcher: ILauncher | null,
  trans: Trans
): void {
  const category = trans.__('Trackbook');
  [CommandIDs.openRuns, CommandIDs.openRegistry].forEach((command, rank) => {
    palette?.addItem({ command, category });
    // The panel comes first.
    launcher?.add({ command, category, rank: rank + 1 });
  });
}
