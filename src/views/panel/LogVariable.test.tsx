import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import type { FoundValue } from './panel-props.js';
import { LogVariable, type Variable } from './LogVariable.js';

function found(overrides: Partial<FoundValue>): FoundValue {
  return {
    id: '1',
    kind: 'metric',
    key: 'rmse',
    value: 6.3,
    code: 'mlflow.log_metric("rmse", rmse)',
    ...overrides
  };
}

function show(variable: Partial<Variable>, onLog = jest.fn(async () => {})) {
  const props = { onLog, onCancel: jest.fn(), onClose: jest.fn() };
  render(
    <LogVariable
      variable={{
        name: 'rmse',
        typeName: 'float',
        preview: { text: '6.3' },
        choices: [[found({})], [found({ id: '2', kind: 'param' })]],
        ...variable
      }}
      run={{ name: 'calm-fox-1' }}
      {...props}
    />
  );
  return props;
}

beforeAll(() => {
  // jsdom has no dialogs.
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
});

describe('LogVariable', () => {
  it('logs as what the user chose, by the name that he gave', async () => {
    const props = show({});
    expect(screen.getByText(/calm-fox-1/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Metric' }).ariaPressed).toBe(
      'true'
    );
    fireEvent.click(screen.getByRole('button', { name: 'Param' }));
    fireEvent.change(screen.getByLabelText('Name'), {
      target: { value: 'limit' }
    });
    fireEvent.click(screen.getByRole('button', { name: 'Log' }));
    await waitFor(() => expect(props.onClose).toHaveBeenCalled());
    expect(props.onLog).toHaveBeenCalledWith([
      expect.objectContaining({ id: '2', kind: 'param', key: 'limit' })
    ]);
  });

  it('begins where a name can be typed', () => {
    show({});
    expect(document.activeElement).toBe(screen.getByLabelText('Name'));
  });

  it('begins at the answer where nothing is to be typed', () => {
    const entries = ['1', '2'].map(id => found({ id, kind: 'param' }));
    show({ choices: [entries] });
    expect(document.activeElement?.textContent).toBe('Log');
  });

  it('stays open and says why it failed', async () => {
    const props = show(
      {},
      jest.fn(() => Promise.reject(new Error('No server.')))
    );
    fireEvent.click(screen.getByRole('button', { name: 'Log' }));
    expect((await screen.findByRole('alert')).textContent).toBe('No server.');
    expect(props.onClose).not.toHaveBeenCalled();
  });

  it('ends a logging when it is left', () => {
    const props = show(
      { choices: [[found({ kind: 'model', key: 'model' })]] },
      jest.fn(() => new Promise<void>(() => {}))
    );
    fireEvent.click(screen.getByRole('button', { name: 'Log' }));
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(props.onCancel).toHaveBeenCalled();
    expect(props.onClose).toHaveBeenCalled();
  });

  it('shows what is logged: rows of a table, entries of a dict', () => {
    show({
      preview: { table: { columns: ['hour'], rows: [['7']] } },
      choices: [
        [
          found({ kind: 'param', key: 'depth', value: '3' }),
          found({ id: '2', kind: 'param', key: 'eta', value: '0.1' })
        ]
      ]
    });
    expect(screen.getByRole('columnheader').textContent).toBe('hour');
    expect(screen.getByText('depth').nextSibling?.textContent).toBe('3');
    expect(screen.queryByLabelText('Name')).toBeNull();
  });
});
