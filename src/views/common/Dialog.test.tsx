import { render, screen } from '@testing-library/react';
import { Dialog } from './Dialog.js';

beforeAll(() => {
  // jsdom has no dialogs; browsers focus the first button.
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
    this.querySelector('button')!.focus();
  };
});

const dialog = (props: { isDisabled?: boolean; isDanger?: boolean }) => (
  <Dialog
    title="Reproduce?"
    action="Run"
    onSubmit={jest.fn()}
    onClose={jest.fn()}
    {...props}
  >
    <p>The cells</p>
  </Dialog>
);

const focused = () => document.activeElement?.textContent;

it('begins at its answer, as soon as that can be given', () => {
  const { rerender } = render(dialog({ isDisabled: true }));
  expect(focused()).not.toBe('Run');
  rerender(dialog({ isDisabled: false }));
  expect(focused()).toBe('Run');
});

it('leaves the focus where the user put it', () => {
  const { rerender } = render(dialog({ isDisabled: true }));
  screen.getByRole('button', { name: 'Cancel' }).focus();
  rerender(dialog({ isDisabled: false }));
  expect(focused()).toBe('Cancel');
});

it('begins at what leaves it where its answer destroys', () => {
  render(dialog({ isDanger: true }));
  expect(focused()).toBe('Cancel');
});
