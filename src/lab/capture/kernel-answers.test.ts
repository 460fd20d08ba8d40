import { KernelAnswers } from './kernel-answers.js';

const logging = (id: string, status: 'running' | 'done' | 'failed') => ({
  type: 'logging' as const,
  id,
  status,
  error: status === 'failed' ? 'The disk is full.' : null
});

const inspected = (request: string, name: string) => ({
  type: 'inspected' as const,
  request,
  name,
  exists: true,
  type_name: 'int',
  preview: {},
  run_id: null,
  choices: []
});

describe('KernelAnswers', () => {
  it('gives each answer to who asked for it', async () => {
    const answers = new KernelAnswers();
    const first = answers.expect();
    const second = answers.expect();
    answers.hear(inspected(second.request, 'b'));
    answers.hear(inspected(first.request, 'a'));
    expect((await first.answer).name).toBe('a');
    expect((await second.answer).name).toBe('b');
  });

  it('waits for the end of a logging', async () => {
    const answers = new KernelAnswers();
    const done = answers.outcomeOf('1');
    const failed = answers.outcomeOf('2');
    answers.hear(logging('1', 'running'));
    answers.hear(logging('2', 'failed'));
    answers.hear(logging('1', 'done'));
    await expect(done).resolves.toBeUndefined();
    await expect(failed).rejects.toThrow('The disk is full.');
  });

  it('lets nobody wait for a kernel that is gone', async () => {
    const answers = new KernelAnswers();
    const { answer } = answers.expect();
    const outcome = answers.outcomeOf('1');
    answers.fail('The kernel is gone.');
    await expect(answer).rejects.toThrow('gone');
    await expect(outcome).rejects.toThrow('gone');
  });
});
