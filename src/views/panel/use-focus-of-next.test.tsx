import { render, screen } from '@testing-library/react';
import { useFocusOfNext } from './use-focus-of-next.js';

function FocusList({ values }: { values: string[] }) {
  return (
    <div {...useFocusOfNext(values)}>
      {values.map(key => (
        <button key={key} className="jp-TrackbookSuggestions-value">
          {key}
        </button>
      ))}
    </div>
  );
}

describe('useFocusOfNext', () => {
  it('gives the focus to the next value when one is logged, and at last to the panel', () => {
    const panel = (values: string[]) => (
      <div className="jp-TrackbookPanel-content" tabIndex={-1}>
        {values.length > 0 && <FocusList values={values} />}
      </div>
    );
    const [a, b, c] = ['a', 'b', 'c'];
    const { rerender } = render(panel([a, b, c]));
    screen.getByText('b').focus();
    rerender(panel([a, c]));
    expect(screen.getByText('c')).toBe(document.activeElement);
    rerender(panel([a]));
    expect(screen.getByText('a')).toBe(document.activeElement);
    rerender(panel([]));
    expect(document.activeElement?.className).toBe('jp-TrackbookPanel-content');
  });

  it('takes the focus from nobody when a value goes', () => {
    const [a, b] = ['a', 'b'];
    const { rerender } = render(<FocusList values={[a, b]} />);
    screen.getByText('a').focus();
    screen.getByText('a').blur();
    rerender(<FocusList values={[b]} />);
    expect(document.activeElement).toBe(document.body);
  });
});
