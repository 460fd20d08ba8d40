import cases from '../../../trackbook/tests/masking_cases.json';
import { MASK, maskSecrets } from './masking.js';

it.each(cases.named)('masks what is named like a secret: %s', source => {
  expect(maskSecrets(source.replace('{}', 'hunter2'))).toBe(
    source.replace('{}', MASK)
  );
});

it.each(cases.random)('masks what looks random: %s', key => {
  expect(maskSecrets(`client <- Client("${key}")`)).toBe(
    `client <- Client("${MASK}")`
  );
  expect(maskSecrets(`h = "Bearer ${key}"`)).toBe(`h = "Bearer ${MASK}"`);
});

it.each(cases.plain)('leaves other source as it is: %s', source => {
  expect(maskSecrets(source)).toBe(source);
});

it('takes a source of a megabyte', () => {
  const long = '='.repeat(1_000_000);
  expect(maskSecrets(`data = '${long}'\nkey = 1`)).toHaveLength(
    long.length + 17
  );
  expect(maskSecrets(`password = '${long}'`)).toBe(`password = '${MASK}'`);
});
