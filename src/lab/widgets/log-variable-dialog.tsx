import { ReactWidget } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';
import { lazy, Suspense, type ComponentProps, type JSX } from 'react';
import { TranslationProvider, type Translation } from '../../views/index.js';
import type { LogVariable as LogVariableView } from '../../views/panel/LogVariable.js';

const LogVariable = lazy(async () => ({
  default: (await import('../../views/panel/LogVariable.js')).LogVariable
}));

type Props = Omit<ComponentProps<typeof LogVariableView>, 'onClose'>;

/** The dialog over JupyterLab; it goes when it is closed. */
export class LogVariableDialog extends ReactWidget {
  private readonly _props: Props;
  private readonly _trans: Translation;

  constructor(props: Props, trans: Translation) {
    super();
    this._props = props;
    this._trans = trans;
  }

  open(): void {
    Widget.attach(this, document.body);
  }

  protected render(): JSX.Element {
    return (
      <TranslationProvider value={this._trans}>
        <Suspense fallback={null}>
          <LogVariable {...this._props} onClose={() => this.dispose()} />
        </Suspense>
      </TranslationProvider>
    );
  }
}
