import { fireEvent, screen } from '@testing-library/react';
import { recordedExecutions } from '../../testing/recorded-executions.js';
import { renderView } from '../../testing/render-view.js';
import { onlyName } from '../common/notebook-names.js';
import { wireRun } from '../../testing/sample-runs.js';
import { recordJson } from '../../testing/session-record.js';
import { CellMarks } from './CellMarks.js';

const TAGS = {
  'trackbook.kind': 'recording',
  'trackbook.session': 's1',
  'trackbook.notebook': 'nb.ipynb'
};

it('marks the cells of a recording by the tags that it asks for', async () => {
  const places = new Map(
    ['a', 'b', 'c'].map(id => [
      id,
      document.body.appendChild(document.createElement('div'))
    ])
  );
  const { info, data } = wireRun('rec');
  const { navigation } = renderView(
    {
      'trackbook/features': () => ({
        version: '1',
        features: ['runs.search', 'runs.search.values']
      }),
      'trackbook/runs/search': ({ body }) => ({
        total_count: 1,
        runs: [
          {
            info,
            data: {
              ...data,
              tags: Object.entries(TAGS)
                .filter(([key]) => JSON.stringify(body).includes(key))
                .map(([key, value]) => ({ key, value }))
            }
          }
        ]
      }),
      'get-artifact': () =>
        recordJson(
          recordedExecutions([
            ['a', 'x = 1', { runIds: ['rec'] }],
            ['b', '1 / 0', { runIds: ['rec'], status: 'error' }],
            ['c', 'later']
          ])
        )
    },
    props => (
      <CellMarks
        {...props}
        names={onlyName('nb.ipynb')}
        places={places}
        onMarked={() => undefined}
        keyMetrics={[]}
        notes={new Map()}
      />
    )
  );

  await screen.findByRole('button', { name: 'Open run name of rec: Finished' });
  expect([...places.values()].map(place => place.textContent)).toEqual([
    '1',
    '2',
    ''
  ]);
  fireEvent.click(
    screen.getByRole('button', { name: 'Open run name of rec: Failed' })
  );
  expect(navigation.onOpenRun).toHaveBeenCalledWith('rec');
});
