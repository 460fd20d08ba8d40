import { render } from '@testing-library/react';
import Markdown from './Markdown.js';

function show(text: string): HTMLElement {
  return render(<Markdown text={text} />).container
    .firstElementChild as HTMLElement;
}

it('shows what Markdown means', () => {
  const note = show('**best** so far\nsee [why](https://example.org)\n\n- a\n');
  expect(note.querySelector('strong')?.textContent).toBe('best');
  expect(note.querySelector('br')).not.toBeNull();
  expect(note.querySelectorAll('li')).toHaveLength(1);
  const link = note.querySelector('a');
  expect(link?.getAttribute('href')).toBe('https://example.org');
  expect(link?.rel).toContain('noopener');
});

it.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<iframe src="https://example.org"></iframe>',
  '<form action="/api"><button>Go</button></form>',
  '![pixel](https://example.org/pixel.png)',
  '[run](javascript:alert(1))',
  '<a href="data:text/html,x">x</a>',
  '<p data-commandlinker-command="kernelmenu:shutdown">x</p>',
  '<p style="position: fixed" id="main" class="jp-Dialog">x</p>'
])('leaves out what could act: %s', text => {
  const { innerHTML } = show(text);
  expect(innerHTML).not.toMatch(
    /<(script|img|svg|iframe|form|button)|javascript:|data|style|\sid=|\sclass=|on\w+=/
  );
});
