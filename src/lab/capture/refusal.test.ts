import { untranslated } from '../../views/common/translation.js';
import { type InspectedVariable } from './messages.js';
import { refusal } from './refusal.js';

const variable: InspectedVariable = {
  type: 'inspected',
  request: '1',
  name: 'lock',
  exists: true,
  type_name: 'Lock',
  preview: {},
  run_id: null,
  choices: []
};
const metric = {
  ...{ id: '1', kind: 'metric' as const, key: 'lock', value: 1 },
  code: null
};

it.each([
  [{ exists: false }, /Run its cell first/],
  [{}, /lock \(Lock\) is nothing that can be logged/],
  [{ choices: [[metric]] }, /Track a cell first/]
])('says what to do about %j', (overrides, message) => {
  expect(refusal({ ...variable, ...overrides }, untranslated)).toMatch(message);
});
