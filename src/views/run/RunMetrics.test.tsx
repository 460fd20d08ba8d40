import { fireEvent, render, screen } from '@testing-library/react';
import { sampleRun } from '../../testing/sample-runs.js';
import { NavigationProvider, type Navigation } from '../common/navigation.js';
import { RunMetrics } from './RunMetrics.js';

it('shows the most telling metrics, and all when asked', () => {
  const counters = Array.from({ length: 300 }, (_, n) => [`count_${n}`, n]);
  const metrics = { ...Object.fromEntries(counters), val_rmse: 6.31 };
  render(
    <NavigationProvider value={{} as Navigation}>
      <RunMetrics run={sampleRun({ metrics })} previous={null} />
    </NavigationProvider>
  );
  const keys = () =>
    screen.getAllByRole('rowheader').map(header => header.textContent);

  expect(keys()).toHaveLength(20);
  expect(keys()[0]).toBe('val_rmse');
  fireEvent.click(screen.getByRole('button', { name: 'Show all 301 metrics' }));
  expect(keys()).toHaveLength(301);
  expect(screen.queryByRole('button')).toBeNull();
});
