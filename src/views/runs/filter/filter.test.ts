import { untranslated } from '../../common/translation.js';
import { checkFilter } from './check-filter.js';
import { applyCompletion, completeFilter } from './complete-filter.js';
import { filterOfSearch } from './read-search.js';

const keys = {
  metrics: ['rmse', 'train rmse'],
  params: ['max_depth', 'model'],
  tags: ['mlflow.user']
};

const check = (filter: string) => checkFilter(filter, keys, untranslated);

describe('checkFilter', () => {
  it.each([
    '',
    'metrics.rmse < 6.5',
    "params.model = 'xgboost' AND metrics.`train rmse` >= 1e-3",
    "attributes.status = 'FINISHED'",
    "run_name ILIKE '%calf%'",
    "tags.`mlflow.user` IN ('ada', 'bob')",
    'params.model IS NOT NULL'
  ])('has nothing against %s', filter => {
    expect(check(filter)).toBeNull();
  });

  it('suggests the full key for a bare one and points at it', () => {
    expect(check("params.model = 'x' AND rmse < 6")).toMatchObject({
      severity: 'error',
      start: 23,
      end: 27,
      suggestions: expect.arrayContaining(['metrics.rmse'])
    });
  });

  it('doubts a key that no run has', () => {
    expect(check('metrics.rmsee < 6')).toMatchObject({
      severity: 'doubt',
      suggestions: ['metrics.rmse']
    });
  });

  it('asks for quotes around a text', () => {
    expect(check('params.model = xgboost')).toMatchObject({
      start: 15,
      suggestions: ["'xgboost'"]
    });
  });

  it('knows no OR', () => {
    expect(check('metrics.rmse < 6 OR metrics.rmse > 7')?.suggestions).toEqual([
      'AND'
    ]);
  });

  it('points at the end when something is missing', () => {
    expect(check('metrics.rmse <')).toMatchObject({ start: 14, end: 14 });
  });

  it('wants conditions joined', () => {
    expect(check("metrics.rmse < 6 params.model = 'x'")?.suggestions).toEqual([
      'AND params.model'
    ]);
  });
});

describe('completeFilter', () => {
  const complete = (filter: string) =>
    completeFilter(filter, filter.length, keys, ['xgboost', 'ridge']).options;

  it('offers keys by any part of their name', () => {
    expect(complete('rms')).toEqual(['metrics.rmse', 'metrics.`train rmse`']);
  });

  it('offers keys while their kind or quotes are being written', () => {
    expect(complete('params.')).toEqual(['params.max_depth', 'params.model']);
    expect(complete('metrics.`tr')).toEqual(['metrics.`train rmse`']);
  });

  it('offers comparisons that fit the key', () => {
    expect(complete('metrics.rmse ')[0]).toBe('<');
    expect(complete('params.model ')[0]).toBe('=');
  });

  it('offers values that exist', () => {
    expect(complete('params.model = ')).toEqual(["'xgboost'", "'ridge'"]);
    expect(complete("attributes.status = 'FI")).toEqual(["'FINISHED'"]);
  });

  it('offers AND, then keys again', () => {
    expect(complete('metrics.rmse < 6 ')).toEqual(['AND']);
    expect(complete('metrics.rmse < 6 AND max')).toEqual(['params.max_depth']);
  });

  it('replaces what was begun', () => {
    const completion = completeFilter('rm', 2, keys, []);
    expect(applyCompletion('rm', completion, 'metrics.rmse')).toEqual({
      filter: 'metrics.rmse ',
      caret: 13
    });
  });
});

describe('filterOfSearch', () => {
  it('takes plain words for parts of a name', () => {
    expect(filterOfSearch(' icy calf-3 ')).toBe(
      "attributes.run_name ILIKE '%icy%' AND attributes.run_name ILIKE '%calf-3%'"
    );
  });

  it('leaves a filter as it is', () => {
    expect(filterOfSearch('metrics.rmse < 6')).toBe('metrics.rmse < 6');
  });
});
