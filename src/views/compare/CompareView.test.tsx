import { fireEvent, screen } from '@testing-library/react';
import { jest } from '@jest/globals';
import { renderView } from '../../testing/render-view.js';
import { wireRun } from '../../testing/sample-runs.js';
import { CompareView } from './CompareView.js';

const SERVER = {
  'trackbook/features': () => ({ version: '1', features: ['runs.compare'] }),
  'trackbook/runs/compare': () => ({
    runs: [
      wireRun('b', { rmse: 7 }, { depth: '5', seed: '42' }),
      wireRun('a', { rmse: 6 }, { depth: '3', seed: '42' })
    ],
    metric_summaries: []
  })
};

const rowOf = (name: string) =>
  screen.getByRole('rowheader', { name }).closest('tr')!;

describe('the comparison', () => {
  it('shows differences against the first run', async () => {
    renderView(SERVER, props => <CompareView {...props} runIds={['a', 'b']} />);
    await screen.findByText('2 runs side by side');
    expect(rowOf('rmse').textContent).toBe('rmse6Best 7 +1 worse');
    expect(screen.queryByRole('rowheader', { name: 'seed' })).toBeNull();
    fireEvent.click(screen.getByLabelText(/Only what differs/));
    expect(rowOf('seed').textContent).toBe('seed4242');
  });

  it('takes another baseline', async () => {
    renderView(SERVER, props => <CompareView {...props} runIds={['a', 'b']} />);
    fireEvent.click(
      await screen.findByRole('button', { name: 'Make name of b the baseline' })
    );
    expect(rowOf('rmse').textContent).toContain('−1 better');
  });

  it('leaves runs out', async () => {
    const onRunIdsChange = jest.fn();
    renderView(SERVER, props => (
      <CompareView
        {...props}
        runIds={['a', 'b']}
        onRunIdsChange={onRunIdsChange}
      />
    ));
    fireEvent.click(
      await screen.findByRole('button', { name: 'Leave name of a out' })
    );
    expect(onRunIdsChange).toHaveBeenCalledWith(['b']);
  });
});
