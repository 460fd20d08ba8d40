import type { FoundValue } from './panel-props.js';
import { codeForRun, codeInCell } from './value-code.js';

function value(code: string | null): FoundValue {
  return { id: '1', kind: 'param', key: 'a', value: '1', code };
}

it('leaves out what no code reaches', () => {
  expect(codeInCell([value('log(a)'), value(null), value('log(b)')])).toBe(
    'log(a)\nlog(b)'
  );
});

it('makes the run active in a cell of its own', () => {
  expect(codeForRun('r1', [value('log(\n    a\n)')])).toBe(
    'with mlflow.start_run(run_id="r1"):\n    log(\n        a\n    )'
  );
});
