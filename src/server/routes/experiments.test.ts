import { TestServer } from '../../testing/test-server.js';

describe('experiments', () => {
  let server: TestServer;

  beforeEach(async () => {
    server = await TestServer.start();
  });

  afterEach(() => server.close());

  it('has a default experiment', async () => {
    const { status, body } = await server.get('experiments/get', {
      experiment_id: '0'
    });
    expect(status).toBe(200);
    expect(body.experiment).toMatchObject({
      experiment_id: '0',
      name: 'Default',
      artifact_location: 'mlflow-artifacts:/0',
      lifecycle_stage: 'active'
    });
  });

  it('creates an experiment with tags', async () => {
    const created = await server.post('experiments/create', {
      name: 'taxi',
      tags: [{ key: 'team', value: 'rides' }]
    });
    expect(created.body).toEqual({ experiment_id: '1' });
    const { body } = await server.get('experiments/get-by-name', {
      experiment_name: 'taxi'
    });
    expect(body.experiment.tags).toEqual([{ key: 'team', value: 'rides' }]);
  });

  it('refuses a name that is taken', async () => {
    const { status, body } = await server.post('experiments/create', {
      name: 'Default'
    });
    expect(status).toBe(400);
    expect(body.error_code).toBe('RESOURCE_ALREADY_EXISTS');
  });

  it('says which experiment is missing', async () => {
    const { status, body } = await server.get('experiments/get', {
      experiment_id: '99'
    });
    expect(status).toBe(404);
    expect(body).toEqual({
      error_code: 'RESOURCE_DOES_NOT_EXIST',
      message: 'No Experiment with id=99 exists',
      sqlstate: 'KAM00',
      error_class: 'RESOURCE_NOT_FOUND'
    });
  });
});

describe('the life of an experiment', () => {
  let server: TestServer;

  beforeEach(async () => {
    server = await TestServer.start();
    await server.post('experiments/create', { name: 'taxi' });
  });

  afterEach(() => server.close());

  const change = (endpoint: string, body: object = {}) =>
    server.post(`experiments/${endpoint}`, { experiment_id: '1', ...body });

  const experiment = async () =>
    (await server.get('experiments/get', { experiment_id: '1' })).body
      .experiment;

  it('is renamed, but not to a name that is taken', async () => {
    expect((await change('update', { new_name: 'rides' })).status).toBe(200);
    expect((await experiment()).name).toBe('rides');
    const { body } = await change('update', { new_name: 'Default' });
    expect(body.error_code).toBe('BAD_REQUEST');
    expect(body.message).toContain('already exists');
  });

  it('is deleted and restored', async () => {
    await change('delete');
    expect((await experiment()).lifecycle_stage).toBe('deleted');
    expect((await change('delete')).status).toBe(404);
    expect((await change('update', { new_name: 'x' })).status).toBe(400);
    await change('restore');
    expect((await experiment()).lifecycle_stage).toBe('active');
    expect((await change('restore')).status).toBe(404);
  });

  it('gets and loses tags', async () => {
    await change('set-experiment-tag', { key: 'k', value: '1' });
    await change('set-experiment-tag', { key: 'k', value: '2' });
    expect((await experiment()).tags).toEqual([{ key: 'k', value: '2' }]);
    await change('delete-experiment-tag', { key: 'k' });
    expect((await experiment()).tags).toBeUndefined();
    expect((await change('delete-experiment-tag', { key: 'k' })).status).toBe(
      404
    );
  });

  it('is found by filters, in order, page by page', async () => {
    await server.post('experiments/create', { name: 'taxi 2' });
    const first = await server.post('experiments/search', {
      filter: "name ILIKE 'TAXI%'",
      order_by: ['name DESC'],
      max_results: 1
    });
    expect(first.body.experiments[0].name).toBe('taxi 2');
    const second = await server.get('experiments/search', {
      filter: "name ILIKE 'TAXI%'",
      order_by: 'name DESC',
      max_results: '1',
      page_token: first.body.next_page_token
    });
    expect(second.body.experiments[0].name).toBe('taxi');
    expect(second.body.next_page_token).toBeUndefined();
    const deleted = await server.post('experiments/search', {
      max_results: 5,
      view_type: 'DELETED_ONLY'
    });
    expect(deleted.body).toEqual({});
  });

  it.each([
    ["experiment_id = 'x' AND creation_time < .5", 'Invalid experiment ID'],
    ["creation_time < .5 AND experiment_id = 'x'", 'Invalid value for numeric'],
    ["experiment_id = 'x' AND depth = 'y'", 'Invalid attribute key']
  ])(
    'is refused with the mistake that MLflow names: %s',
    async (filter, why) => {
      const { status, body } = await server.post('experiments/search', {
        max_results: 10,
        filter
      });
      expect([status, body.error_code]).toEqual([
        400,
        'INVALID_PARAMETER_VALUE'
      ]);
      expect(body.message).toContain(why);
    }
  );

  it('cannot be searched for without a limit', async () => {
    const { status, body } = await server.post('experiments/search');
    expect(status).toBe(400);
    expect(body.message).toContain(
      "Invalid value 0 for parameter 'max_results'"
    );
  });
});
