export type ServerSentEvent = { id?: string; event: string; data: string };

/** Turns the text of an event stream, in whatever chunks it comes, into events. */
export class ServerSentEventParser {
  private _rest = '';
  private _id: string | undefined;
  private _event = '';
  private _data: string[] = [];

  push(chunk: string): ServerSentEvent[] {
    const lines = (this._rest + chunk).split(/\r\n|\n|\r(?!$)/);
    this._rest = lines.pop() ?? '';
    return lines.flatMap(line => this._readLine(line));
  }

  private _readLine(line: string): ServerSentEvent[] {
    if (line === '') {
      return this._dispatch();
    }
    if (!line.startsWith(':')) {
      const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
      this._readField(field, value);
    }
    return [];
  }

  private _readField(field: string, value: string): void {
    if (field === 'data') {
      this._data.push(value);
    } else if (field === 'event') {
      this._event = value;
    } else if (field === 'id') {
      this._id = value;
    }
  }

  private _dispatch(): ServerSentEvent[] {
    const data = this._data.join('\n');
    const event = this._event || 'message';
    const isEmpty = this._data.length === 0;
    this._data = [];
    this._event = '';
    return isEmpty ? [] : [{ id: this._id, event, data }];
  }
}

/** Events of a response body until it ends; throws what reading throws. */
export async function* readServerSentEvents(
  body: ReadableStream<Uint8Array>
): AsyncGenerator<ServerSentEvent> {
  const parser = new ServerSentEventParser();
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      yield* parser.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
