import { isRandomId } from './random-id.js';

it.each([
  '4f1c2a9e-0b7d-4e1a-9c55-8f3b2f6f6d10',
  'a81fc2d9',
  'deadbeef',
  'hVbXYX4RfPWh'
])('takes %s as random', id => expect(isRandomId(id)).toBe(true));

it.each(['', '7', 'imports', 'cell-1', 'injected-parameters', 'read_months2'])(
  'takes %s as written',
  id => expect(isRandomId(id)).toBe(false)
);
