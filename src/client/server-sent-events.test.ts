import { ServerSentEventParser } from './server-sent-events.js';

describe('ServerSentEventParser', () => {
  it('reads events however the text is cut', () => {
    const text =
      'id: 7\nevent: change\ndata: {"a":\ndata: 1}\n\n: beat\n\ndata: x\n\n';
    const expected = [
      { id: '7', event: 'change', data: '{"a":\n1}' },
      { id: '7', event: 'message', data: 'x' }
    ];
    for (const size of [1, 2, 5, text.length]) {
      const parser = new ServerSentEventParser();
      const chunks = text.match(new RegExp(`[^]{1,${size}}`, 'g'))!;
      expect(chunks.flatMap(chunk => parser.push(chunk))).toEqual(expected);
    }
  });

  it('takes both kinds of line ends', () => {
    const parser = new ServerSentEventParser();
    expect(parser.push('data: a\r\n\r\n')).toEqual([
      { id: undefined, event: 'message', data: 'a' }
    ]);
  });
});
