import { artifactChange } from './artifact-change.js';

const ID = 'a'.repeat(32);

describe('artifactChange', () => {
  it('knows the run of an artifact', () => {
    expect(artifactChange(`7/${ID}/artifacts/plots/a.png`)).toEqual([
      {
        entity: 'run',
        action: 'updated',
        experiment_id: '7',
        run_id: ID,
        parts: ['artifacts']
      }
    ]);
  });

  it('knows the model of an artifact, also below a folder', () => {
    expect(artifactChange(`team/7/models/m-${ID}/artifacts/MLmodel`)).toEqual([
      {
        entity: 'logged_model',
        action: 'updated',
        experiment_id: '7',
        model_id: `m-${ID}`,
        parts: ['artifacts']
      }
    ]);
  });

  it('is silent about other files', () => {
    expect(artifactChange('somewhere/else.txt')).toEqual([]);
  });
});
