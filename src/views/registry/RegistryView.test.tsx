import { fireEvent, screen, waitFor } from '@testing-library/react';
import { renderView } from '../../testing/render-view.js';
import { wireRun } from '../../testing/sample-runs.js';
import { RegistryView } from './RegistryView.js';

/** A registry that remembers stages and aliases. */
function registry(
  stages: Record<string, string> = { '1': 'Staging', '2': 'Production' }
) {
  const aliases: Record<string, string> = { champion: '2' };
  const model = () => ({
    name: 'taxi',
    aliases: Object.entries(aliases).map(([alias, version]) => ({
      alias,
      version
    }))
  });
  return {
    'trackbook/features': () => ({ version: '1', features: [] }),
    'mlflow/registered-models/search': () => ({ registered_models: [model()] }),
    'mlflow/registered-models/get': () => ({ registered_model: model() }),
    'mlflow/model-versions/search': () => ({
      model_versions: Object.entries(stages).map(
        ([version, current_stage]) => ({
          name: 'taxi',
          version,
          current_stage,
          run_id: `run-${version}`
        })
      )
    }),
    'mlflow/runs/get': ({ query }: { query: URLSearchParams }) => ({
      run: wireRun(query.get('run_id')!, {
        rmse: query.get('run_id') === 'run-1' ? 6 : 7
      })
    }),
    'model-versions/get-artifact': () =>
      'flavors:\n  xgboost:\nmodel_size_bytes: 2000\n',
    'mlflow/model-versions/transition-stage': ({
      body
    }: {
      body: {
        version: string;
        stage: string;
        archive_existing_versions: boolean;
      };
    }) => {
      for (const version of Object.keys(stages)) {
        if (body.archive_existing_versions && stages[version] === body.stage) {
          stages[version] = 'Archived';
        }
      }
      stages[body.version] = body.stage;
      return {};
    },
    'mlflow/registered-models/alias': ({
      body
    }: {
      body: { alias: string; version: string };
    }) => {
      aliases[body.alias] = body.version;
      return {};
    }
  };
}

const show = () =>
  renderView(registry(), props => (
    <RegistryView {...props} state={{ model: 'taxi', version: '1' }} />
  ));

const versionRow = (version: string) =>
  screen.getByRole('button', { name: `v${version}` }).closest('tr')!;

it('lists models', async () => {
  renderView(registry(), props => <RegistryView {...props} />);
  fireEvent.click(await screen.findByRole('button', { name: 'taxi' }));
  await screen.findByRole('heading', { name: 'taxi' });
});

describe('a model with many versions', () => {
  const all = Array.from({ length: 130 }, (_, i) => String(i + 1));
  const stages = Object.fromEntries(
    all.map(version => [version, version === '7' ? 'Production' : 'None'])
  );
  const shown = () =>
    screen
      .getAllByRole('button', { name: /^v\d+$/ })
      .map(({ textContent }) => textContent);

  it('shows the newest and those in use, then older ones', async () => {
    const asked: string[] = [];
    const answers = registry(stages);
    renderView(
      {
        ...answers,
        'mlflow/runs/get': request => {
          asked.push(request.query.get('run_id')!);
          return answers['mlflow/runs/get'](request);
        }
      },
      props => <RegistryView {...props} state={{ model: 'taxi' }} />
    );
    const newest = all.slice(-50).reverse();
    const inUse = ['7', '2'];
    await screen.findByText(/The newest of 130 versions, and those in use/);
    expect(shown()).toEqual([...newest, ...inUse].map(one => `v${one}`));
    await waitFor(() =>
      expect(asked.toSorted()).toEqual(
        [...newest, ...inUse].map(one => `run-${one}`).toSorted()
      )
    );

    const more = { name: 'Show older versions' };
    fireEvent.click(screen.getByRole('button', more));
    expect(shown()).toEqual(
      [...all.slice(-100).reverse(), ...inUse].map(one => `v${one}`)
    );
    fireEvent.click(screen.getByRole('button', more));
    expect(shown()).toEqual(all.toReversed().map(one => `v${one}`));
    expect(screen.queryByRole('button', more)).toBeNull();
  });
});

describe('a model', () => {
  it('shows its versions, the better one marked, beside production', async () => {
    show();
    await waitFor(() =>
      expect(versionRow('1').className).toContain('selected')
    );
    await screen.findByText('Version 1 beside version 2');
    await waitFor(() =>
      expect(versionRow('1').textContent).toContain('2.0 kB')
    );
    expect(versionRow('1').querySelector('.jp-mod-best')?.textContent).toBe(
      '6'
    );
  });

  it('promotes a version, archives the other, and takes it back', async () => {
    show();
    fireEvent.click(
      await screen.findByRole('button', { name: 'Promote to Production' })
    );
    expect(
      screen.getByLabelText<HTMLInputElement>(/Archive what is in/).checked
    ).toBe(true);
    fireEvent.click(screen.getByRole('button', { name: 'Move to Production' }));
    await waitFor(() => {
      expect(versionRow('1').textContent).toContain('Production');
      expect(versionRow('2').textContent).toContain('Archived');
    });
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => {
      expect(versionRow('1').textContent).toContain('Staging');
      expect(versionRow('2').textContent).toContain('Production');
    });
  });

  it('asks before it takes an alias from another version', async () => {
    show();
    fireEvent.click(await screen.findByRole('button', { name: 'Alias' }));
    fireEvent.change(screen.getByRole('textbox', { name: 'Alias' }), {
      target: { value: '@champion' }
    });
    fireEvent.click(screen.getByRole('button', { name: 'Add' }));
    fireEvent.click(screen.getByRole('button', { name: 'Move to version 1' }));
    await waitFor(() =>
      expect(versionRow('1').textContent).toContain('@champion')
    );
  });
});
