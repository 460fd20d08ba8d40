import { load } from 'js-yaml';
import { sampleRun } from '../testing/sample-runs.js';
import { projectFiles } from './project.js';

const record = (requirements: string | null) => ({
  run: sampleRun({ runId: 'f00', name: 'lasso: "best"', tags: {} }),
  cells: JSON.stringify({
    session: { kernel: 'python3', language_version: '3.11.7' },
    executions: [{ seq: 0, cell_id: 'a', source: 'x = 1', run_ids: ['f00'] }]
  }),
  requirements,
  environment: null,
  data: null
});

it('names what to execute and what it needs', () => {
  const files = new Map(
    projectFiles(record('nbclient==0.10.2\nscipy==1.16\ntrackbook==0.1.0\n'))
  );

  const { name, entry_points } = load(files.get('MLproject')!) as {
    name: string;
    entry_points: { main: { command: string } };
  };
  expect(name).toBe('lasso: "best"');
  expect(entry_points.main.command).toBe('jupyter execute notebook.ipynb');
  expect(files.get('notebook.ipynb')).toContain('x = 1');
  expect(load(files.get('python_env.yaml')!)).toEqual({
    python: '3.11.7',
    dependencies: ['-r requirements.txt']
  });
  expect(files.get('requirements.txt')).toBe(
    'nbclient==0.10.2\nscipy==1.16\nipykernel\nmlflow\n'
  );
});

it('does without recorded packages', () => {
  const files = new Map(projectFiles(record(null)));

  expect(files.get('requirements.txt')).toBe('ipykernel\nmlflow\nnbclient\n');
});
