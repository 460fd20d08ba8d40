import { fireEvent, screen } from '@testing-library/react';
import { renderView } from '../../../testing/render-view.js';
import { wireRun } from '../../../testing/sample-runs.js';
import { RunView } from '../RunView.js';

const FILES = Array.from({ length: 1200 }, (_, i) => ({
  path: `image-${i}.png`,
  is_dir: false,
  file_size: 10
}));

const shown = () => screen.getAllByText(/^image-\d+\.png$/).length;

it('shows a folder of many files a part at a time', async () => {
  renderView(
    {
      'trackbook/features': () => ({ version: '1', features: [] }),
      'mlflow/runs/get': () => ({ run: wireRun('r1', {}) }),
      'mlflow/runs/search': () => ({ runs: [] }),
      'mlflow/experiments/search': () => ({ experiments: [] }),
      'mlflow/artifacts/list': () => ({ files: FILES })
    },
    props => <RunView {...props} runId="r1" state={{ tab: 'artifacts' }} />
  );
  const more = () =>
    screen.getByRole('button', { name: 'Show more of 1,200 entries' });
  await screen.findByText('image-0.png');
  expect(shown()).toBe(500);
  fireEvent.click(more());
  expect(shown()).toBe(1000);
  fireEvent.click(more());
  expect(shown()).toBe(1200);
  expect(screen.queryByText(/^Show more/)).toBeNull();
});
