import {
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { CommandIDs } from '../commands.js';
import { IConnection } from '../tokens.js';
import { printedAddress } from '../widgets/printed-address.js';
import { argsFromAddress } from '../widgets/view-address.js';

/**
 * The mlflow client prints the tracking server's own address after each run. That server listens
 * on the Jupyter host only and wants a token, so a browser could not open it.
 */
export const printedLinksPlugin: JupyterFrontEndPlugin<void> = {
  id: 'trackbook:printed-links',
  description: 'Opens the links that the mlflow client prints.',
  autoStart: true,
  requires: [IConnection],
  activate: ({ commands }: JupyterFrontEnd, connection: IConnection) => {
    const open = (event: MouseEvent) => {
      const link = (event.target as Element).closest?.('a[href]');
      const { state } = connection;
      if (!link || state.kind !== 'connected' || state.isExternal) {
        return;
      }
      const { href } = link as HTMLAnchorElement;
      const address = printedAddress(href, state.trackingUri);
      if (address) {
        event.preventDefault();
        event.stopPropagation();
        void commands.execute(
          address.kind === 'run' ? CommandIDs.openRun : CommandIDs.openRuns,
          argsFromAddress(address)
        );
      }
    };
    document.addEventListener('click', open, { capture: true });
  }
};
