import { WatchedKernel } from '../../testing/watched-kernel.js';
import { ExecutionWatch, type Running } from './execution-watch.js';

/** What is heard of a kernel, in words. */
function start(running?: Running) {
  const kernel = new WatchedKernel('page');
  const watch = new ExecutionWatch(running);
  const heard: string[] = [];
  watch.requested.connect((_, { requestId, cellId }) =>
    heard.push(`${requestId} of ${cellId}`)
  );
  watch.began.connect((_, { requestId, source, executionCount }) =>
    heard.push(`${requestId} begins ${source} [${executionCount}]`)
  );
  watch.ended.connect((_, { requestId, status, error }) =>
    heard.push(
      `${requestId} ends ${status}${error ? ` ${error.name}: ${error.message}` : ''}`
    )
  );
  const listen = (kernel: WatchedKernel) =>
    kernel.anyMessage.connect((_, message) => watch.hear(message));
  listen(kernel);
  return { kernel, watch, heard, listen };
}

it('hears of a cell from its request to its end', () => {
  const { kernel, heard } = start();
  kernel.execute('1', 'a', 'x <- 1');
  expect(heard).toEqual(['1 of a', '1 begins x <- 1 [1]', '1 ends ok']);
});

it.each([
  [
    { error: ['ERROR', 'no such object'] as [string, string] },
    'error ERROR: no such object'
  ],
  [
    { error: ['InterruptException', ''] as [string, string] },
    'interrupted InterruptException: '
  ],
  // What R's kernel replies to an interrupt.
  [{ reply: 'abort' }, 'interrupted']
])('hears how it went: %j', (outcome, told) => {
  const { kernel, heard } = start();
  kernel.execute('1', 'a', 'x', outcome);
  expect(heard.at(-1)).toBe(`1 ends ${told}`);
});

it('waits for both the reply and the end of output, in either order', () => {
  const { kernel, heard } = start();
  kernel.request('1', 'a');
  kernel.begin('1', 'x');
  kernel.say('status', '1', { execution_state: 'idle' });
  expect(heard).toHaveLength(2);
  kernel.say('execute_reply', '1', { status: 'abort' });
  expect(heard.at(-1)).toBe('1 ends interrupted');
});

it('takes a reply that overtakes the beginning, as they come on two channels', () => {
  const { kernel, heard } = start();
  kernel.request('1', 'a');
  kernel.say('execute_reply', '1', { status: 'abort' });
  kernel.begin('1', 'x');
  kernel.say('status', '1', { execution_state: 'idle' });
  expect(heard.at(-1)).toBe('1 ends interrupted');
});

it('says nothing of cells that the kernel skips, nor of silent requests', () => {
  const { kernel, heard } = start();
  kernel.request('1', 'a');
  kernel.say('execute_reply', '1', { status: 'aborted' });
  kernel.say('status', '1', { execution_state: 'idle' });
  kernel.request('2', null, true);
  kernel.begin('2', 'ls()');
  kernel.end('2');
  expect(heard).toEqual(['1 of a']);
});

it('hears of what others ask for, whose replies go elsewhere', () => {
  const { kernel, heard } = start();
  kernel.begin('9', 'y', 'console');
  kernel.say('stream', '9', { text: 'output' });
  kernel.say('status', '9', { execution_state: 'idle' });
  expect(heard).toEqual(['9 begins y [1]', '9 ends ok']);
});

it('hears each once, however many notebooks show the kernel', () => {
  const { kernel, heard, listen } = start();
  const other = new WatchedKernel('other');
  listen(other);
  kernel.execute('1', 'a', 'x');
  other.begin('1', 'x', 'page');
  other.say('status', '1', { execution_state: 'idle' }, 'page');
  expect(heard).toEqual(['1 of a', '1 begins x [1]', '1 ends ok']);
});

it('does not guess how a cell went whose end was lost', () => {
  const { kernel, heard } = start();
  kernel.request('1', 'a');
  kernel.begin('1', 'x');
  kernel.execute('2', 'b', 'y');
  expect(heard).toContain('1 ends unseen');
  expect(heard.at(-1)).toBe('2 ends ok');
});

it('goes on where another has left off', () => {
  const first = start();
  first.kernel.request('1', 'a');
  first.kernel.begin('1', 'x');
  const { kernel, heard, watch } = start(first.watch.running!);
  // The reply went to the page that was left.
  kernel.say('error', '1', { ename: 'ERROR', evalue: 'bad' }, 'page');
  kernel.say('status', '1', { execution_state: 'idle' }, 'page');
  expect(heard).toEqual(['1 ends error ERROR: bad']);
  watch.settle('1');
  expect(heard).toHaveLength(1);
});

it('is told that a cell must have ended unheard', () => {
  const { kernel, heard, watch } = start();
  kernel.begin('1', 'x', 'left page');
  watch.settle('1');
  expect(heard.at(-1)).toBe('1 ends unseen');
});
