import { nameAt } from './name-at.js';

it.each([
  ['rmse = f(x)', 0, 'rmse'],
  ['rmse = f(x)', 4, 'rmse'],
  ['rmse = f(x)', 9, 'x'],
  ['rmse = f(x)', 5, null],
  ['print(model.coef_)', 15, 'model'],
  ['größe = 7', 2, 'größe'],
  ['x = 123', 5, null],
  ['', 0, null]
])('finds the variable in %p at %p', (line, column, name) => {
  expect(nameAt(line, column)).toBe(name);
});
