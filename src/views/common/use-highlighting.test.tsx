import { jest } from '@jest/globals';
import { fireEvent, render, screen } from '@testing-library/react';
import { NavigationProvider, type Navigation } from './navigation.js';
import { useHighlighting } from './use-highlighting.js';

function Metric() {
  return <button {...useHighlighting('r', 'rmse')}>rmse</button>;
}

const show = () => {
  const onHighlightCells =
    jest.fn<NonNullable<Navigation['onHighlightCells']>>();
  const navigation = { onHighlightCells } as unknown as Navigation;
  const { unmount } = render(
    <NavigationProvider value={navigation}>
      <Metric />
    </NavigationProvider>
  );
  const told = () => onHighlightCells.mock.calls.map(([of]) => of);
  return { metric: screen.getByRole('button'), told, unmount };
};

const RMSE = { runId: 'r', metric: 'rmse' };

it('highlights while it is pointed at, and while it has the focus', () => {
  const { metric, told } = show();
  fireEvent.pointerEnter(metric);
  expect(told()).toEqual([RMSE]);
  fireEvent.pointerLeave(metric);
  expect(told()).toEqual([RMSE, null]);
  fireEvent.focus(metric);
  fireEvent.blur(metric);
  expect(told()).toEqual([RMSE, null, RMSE, null]);
});

it('ends when it is taken away under the pointer, and only then', () => {
  const pointed = show();
  fireEvent.pointerEnter(pointed.metric);
  pointed.unmount();
  expect(pointed.told()).toEqual([RMSE, null]);

  const idle = show();
  idle.unmount();
  expect(idle.told()).toEqual([]);
});
