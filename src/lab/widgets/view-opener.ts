import { type ILabShell, type ILayoutRestorer } from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { type LabIcon } from '@jupyterlab/ui-components';
import { UUID } from '@lumino/coreutils';
import type { TrackbookClient } from '../../client/index.js';
import type {
  Navigation,
  Reproducer,
  Translation,
  WatchCells
} from '../../views/index.js';
import {
  compareIcon,
  registryIcon,
  runsIcon,
  trackbookIcon
} from '../icons.js';
import {
  argsFromAddress,
  type ViewAddress,
  type ViewKind,
  widgetIdOf
} from './view-address.js';
import { ViewWidget } from './view-widget.js';

/** Brings a view to the user, in whatever way the application can. */
export interface IViewOpener {
  open(address: ViewAddress): void;
}

type ViewTab = MainAreaWidget<ViewWidget>;

const ICONS: Record<ViewKind, LabIcon> = {
  runs: runsIcon,
  run: trackbookIcon,
  compare: compareIcon,
  registry: registryIcon
};

/** Opens views as tabs of JupyterLab's main area. */
export class MainAreaOpener implements IViewOpener {
  private readonly _options: MainAreaOpener.IOptions;
  private readonly _trackers: Record<ViewKind, WidgetTracker<ViewTab>>;

  constructor(options: MainAreaOpener.IOptions) {
    this._options = options;
    const tracker = (kind: ViewKind) =>
      new WidgetTracker<ViewTab>({ namespace: `trackbook-${kind}` });
    this._trackers = {
      runs: tracker('runs'),
      run: tracker('run'),
      compare: tracker('compare'),
      registry: tracker('registry')
    };
  }

  open(address: ViewAddress): void {
    const tab = this._find(address) ?? this._create(address);
    this._options.shell.activateById(tab.id);
  }

  /** Bring back the tabs of the last session. */
  restore(
    restorer: ILayoutRestorer,
    commandOf: (kind: ViewKind) => string
  ): void {
    for (const [kind, tracker] of Object.entries(this._trackers)) {
      void restorer.restore(tracker, {
        command: commandOf(kind as ViewKind),
        args: tab => argsFromAddress(tab.content.address),
        name: tab => widgetIdOf(tab.content.address)
      });
    }
  }

  private _find(address: ViewAddress): ViewTab | undefined {
    const id = widgetIdOf(address);
    const tab = this._trackers[address.kind].find(
      tab => widgetIdOf(tab.content.address) === id
    );
    if (tab && Object.keys(address.state ?? {}).length > 0) {
      tab.content.address = address;
    }
    return tab;
  }

  private _create(address: ViewAddress): ViewTab {
    const { client, navigation, watchCells, reproducer, trans, shell } =
      this._options;
    const content = new ViewWidget({
      address,
      client,
      navigation,
      watchCells,
      reproducer,
      trans,
      onTitle: title => {
        content.title.label = title;
      }
    });
    content.title.label = titleOf(address, trans);
    content.title.icon = ICONS[address.kind];
    content.title.closable = true;
    const tab = new MainAreaWidget({ content });
    tab.id = `trackbook-view-${UUID.uuid4()}`;
    tab.toolbar.hide();
    const tracker = this._trackers[address.kind];
    content.addressChanged.connect(() => void tracker.save(tab));
    void tracker.add(tab);
    shell.add(tab, 'main', { type: 'Trackbook' });
    return tab;
  }
}

/** Opens views as pages of their own, for applications with no place for tabs. */
export class PageOpener implements IViewOpener {
  constructor(private readonly _pageUrl: (address: ViewAddress) => string) {}

  open(address: ViewAddress): void {
    window.open(this._pageUrl(address), '_blank', 'noopener');
  }
}

function titleOf(address: ViewAddress, trans: Translation): string {
  switch (address.kind) {
    case 'runs':
      return trans.__('Runs');
    case 'run':
      return trans.__('Run');
    case 'compare':
      return trans._n('%1 run', '%1 runs', address.runIds.length);
    case 'registry':
      return trans.__('Model registry');
  }
}

export namespace MainAreaOpener {
  export interface IOptions {
    shell: ILabShell;
    client: TrackbookClient;
    navigation: Navigation;
    watchCells?: WatchCells;
    reproducer: Reproducer;
    trans: Translation;
  }
}
