import { unhurried } from './unhurried.js';

it('lets others have a turn', async () => {
  let hadTurn = false;
  setTimeout(() => (hadTurn = true));
  const seen: number[] = [];
  for await (const item of unhurried([1, 2, 3])) {
    seen.push(item);
    const end = performance.now() + 15;
    while (performance.now() < end) {
      // Keeps the thread busy, as reading a long source does.
    }
  }
  expect(seen).toEqual([1, 2, 3]);
  expect(hadTurn).toBe(true);
});
