import { fireEvent, render, screen } from '@testing-library/react';
import { InlineEdit } from './InlineEdit.js';
import { TagList } from './TagList.js';

const focused = () => document.activeElement;

it('gives the focus back when a text was edited, or not', () => {
  render(<InlineEdit name="name" value="lasso" onSave={jest.fn()} />);
  const pen = () => screen.getByRole('button', { name: 'Edit name' });
  expect(focused()).toBe(document.body);
  for (const key of ['Enter', 'Escape']) {
    fireEvent.click(pen());
    expect(focused()).toBe(screen.getByRole('textbox'));
    fireEvent.keyDown(focused()!, { key });
    expect(focused()).toBe(pen());
  }
});

it('gives the focus back when a tag was added', () => {
  const onSet = jest.fn();
  render(<TagList tags={[]} onSet={onSet} onDelete={jest.fn()} />);
  fireEvent.click(screen.getByRole('button', { name: 'Tag' }));
  fireEvent.change(focused()!, { target: { value: 'model' } });
  fireEvent.submit(focused()!);
  expect(onSet).toHaveBeenCalledWith('model', '');
  expect(focused()).toBe(screen.getByRole('button', { name: 'Tag' }));
});
