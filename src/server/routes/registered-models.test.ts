import { TestServer } from '../../testing/test-server.js';

describe('the registry', () => {
  let server: TestServer;

  beforeEach(async () => {
    server = await TestServer.start();
    await server.post('registered-models/create', { name: 'taxi' });
    for (const source of ['s3://b/1', 's3://b/2', 's3://b/3']) {
      await server.post('model-versions/create', { name: 'taxi', source });
    }
  });

  afterEach(() => server.close());

  const stage = (version: string, name: string, archive = false) =>
    server.post('model-versions/transition-stage', {
      name: 'taxi',
      version,
      stage: name,
      archive_existing_versions: archive
    });

  const stages = async () => {
    const { body } = await server.get('model-versions/search', {
      filter: "name = 'taxi'",
      order_by: ['version_number ASC']
    });
    return body.model_versions.map(
      (version: { current_stage: string }) => version.current_stage
    );
  };

  it('archives what a promotion replaces', async () => {
    await stage('1', 'production');
    await stage('2', 'Production', true);
    expect(await stages()).toEqual(['Archived', 'Production', 'None']);
  });

  it('moves an alias from version to version', async () => {
    for (const version of ['1', '3']) {
      await server.post('registered-models/alias', {
        name: 'taxi',
        alias: 'champion',
        version
      });
    }
    const { body } = await server.get('registered-models/alias', {
      name: 'taxi',
      alias: 'champion'
    });
    expect(body.model_version).toMatchObject({
      version: '3',
      aliases: ['champion']
    });
  });

  it('takes the alias of a deleted version away and never reuses its number', async () => {
    await server.post('registered-models/alias', {
      name: 'taxi',
      alias: 'champion',
      version: '3'
    });
    await server.delete('model-versions/delete', {
      name: 'taxi',
      version: '3'
    });
    const model = await server.get('registered-models/get', { name: 'taxi' });
    expect(model.body.registered_model.aliases).toBeUndefined();
    const { body } = await server.post('model-versions/create', {
      name: 'taxi',
      source: 's3://b/4'
    });
    expect(body.model_version.version).toBe('4');
  });

  it('keeps versions, tags and aliases when a model is renamed', async () => {
    await server.post('registered-models/set-tag', {
      name: 'taxi',
      key: 'team',
      value: 'rides'
    });
    await server.post('registered-models/rename', {
      name: 'taxi',
      new_name: 'cab'
    });
    const { body } = await server.get('registered-models/get', { name: 'cab' });
    expect(body.registered_model.tags).toEqual([
      { key: 'team', value: 'rides' }
    ]);
    expect(body.registered_model.latest_versions[0]).toMatchObject({
      name: 'cab',
      version: '3'
    });
    const old = await server.get('registered-models/get', { name: 'taxi' });
    expect(old.status).toBe(404);
  });

  it.each([
    ['/etc', 'contained within the artifact directory of the run'],
    ['mlflow-artifacts:/0/other/artifacts', 'must identify the resource'],
    ['runs:/other/model', 'must identify the resource'],
    ['s3://b/%252e%252e/secret', 'relative path references'],
    ['models:/none/1', 'not found']
  ])('refuses the source %s', async (source, message) => {
    const { status, body } = await server.post('model-versions/create', {
      name: 'taxi',
      source
    });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body.message).toContain(message);
  });

  describe('holding a prompt', () => {
    const createVersion = (source: string, value = 'true') =>
      server.post('model-versions/create', {
        name: 'taxi',
        source,
        tags: [
          { key: 'mlflow.prompt.text', value: 'Tell {{x}}' },
          { key: 'mlflow.prompt.is_prompt', value }
        ]
      });

    it.each(['dummy-source', 'prompt-template'])(
      'takes the placeholder %s for a source, where nothing can be read',
      async source => {
        const { body } = await createVersion(source);
        expect(body.model_version).toMatchObject({ source, version: '4' });
        const url = '/model-versions/get-artifact?name=taxi&version=4&path=x';
        const headers = { host: 'localhost' };
        expect((await server.app.inject({ url, headers })).statusCode).toBe(
          403
        );
      }
    );

    it.each(['/etc', 's3://b/1', 'dummy-source/..'])(
      'refuses the source %s',
      async source => {
        const { status, body } = await createVersion(source);
        expect(status).toBe(400);
        expect(body.message).toBe(
          `Invalid prompt source: '${source}'. Prompt sources must use an MLflow placeholder.`
        );
      }
    );

    it('is no source of a model', async () => {
      const tags = [{ key: 'mlflow.prompt.is_prompt', value: 'true' }];
      await server.post('registered-models/create', { name: 'prompt', tags });
      await server.post('model-versions/create', {
        name: 'prompt',
        source: 'dummy-source',
        tags
      });
      const { status, body } = await server.post('model-versions/create', {
        name: 'taxi',
        source: 'models:/prompt/1'
      });
      expect(status).toBe(400);
      expect(body.message).toBe(
        "Invalid model version source: 'models:/prompt/1'. Prompt versions cannot be used as model version sources."
      );
    });

    it('refuses a placeholder of what is no prompt', async () => {
      const { status } = await createVersion('dummy-source', 'false');
      expect(status).toBe(400);
    });
  });

  it('tells of a malformed version before a malformed tag', async () => {
    const { body } = await server.post('model-versions/set-tag', {
      name: 'taxi',
      version: 'x',
      key: 'a$b',
      value: ''
    });
    expect(body.message).toContain("Parameter 'version' must be an integer");
  });

  it('follows a copied version to its artifacts', async () => {
    await server.post('registered-models/create', { name: 'copy' });
    const { body } = await server.post('model-versions/create', {
      name: 'copy',
      source: 'models:/taxi/2'
    });
    expect(body.model_version.source).toBe('models:/taxi/2');
    const uri = await server.get('model-versions/get-download-uri', {
      name: 'copy',
      version: '1'
    });
    expect(uri.body.artifact_uri).toBe('s3://b/2');
  });
});
