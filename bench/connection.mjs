import net from 'node:net';

const HEADER_END = Buffer.from('\r\n\r\n');

/**
 * One keep-alive HTTP connection with one request at a time.
 *
 * Both sides of a measurement share two cores, so the generator has to cost
 * little: a request is one write, and bodies are handed on as they arrive.
 */
export class Connection {
  #socket;
  #received = null;

  static open(port) {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket));
      });
    });
  }

  constructor(socket) {
    this.#socket = socket;
    socket.on('data', chunk => this.#received?.add(chunk));
    socket.on('error', error => this.#received?.fail(error));
    socket.on('close', () =>
      this.#received?.fail(new Error('connection closed by the server'))
    );
  }

  /** Send a request; resolves to the reply's `{ length, chunks }`. Anything but 200 is an error. */
  async send(method, path, body = '') {
    const reply = await this.#exchange(method, path, body);
    if (reply.status !== 200) {
      const text = Buffer.concat(reply.chunks).toString();
      throw new Error(`${method} ${path}: ${reply.status} ${text}`);
    }
    return reply;
  }

  #exchange(method, path, body) {
    const length = Buffer.byteLength(body);
    const head =
      `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${this.#socket.remotePort}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
    return new Promise((resolve, reject) => {
      const finish = settle => value => {
        this.#received = null;
        settle(value);
      };
      this.#received = new Reply(finish(resolve), finish(reject));
      if (typeof body === 'string') {
        this.#socket.write(head + body);
      } else {
        this.#socket.cork();
        this.#socket.write(head);
        this.#socket.write(body);
        this.#socket.uncork();
      }
    });
  }

  /** Send and read JSON. */
  async json(method, path, payload) {
    const body = payload === undefined ? '' : JSON.stringify(payload);
    const { chunks } = await this.send(method, path, body);
    return JSON.parse(Buffer.concat(chunks).toString());
  }

  close() {
    this.#socket.destroy();
  }
}

/** The reply that is arriving: header, then a body of known length or in chunks. */
class Reply {
  #resolve;
  #header = Buffer.alloc(0);
  #body = null;

  constructor(resolve, reject) {
    this.#resolve = resolve;
    this.fail = reject;
  }

  add(data) {
    if (this.#body) {
      this.#addBody(data);
      return;
    }
    this.#header = this.#header.length
      ? Buffer.concat([this.#header, data])
      : data;
    const end = this.#header.indexOf(HEADER_END);
    if (end < 0) {
      return;
    }
    const header = this.#header.toString('latin1', 0, end);
    this.status = Number(header.slice(9, 12));
    const length = /^content-length: *(\d+)/im.exec(header);
    this.#body = length
      ? new SizedBody(Number(length[1]))
      : new ChunkedBody(header);
    this.#addBody(this.#header.subarray(end + HEADER_END.length));
  }

  #addBody(data) {
    this.#body.add(data);
    if (this.#body.complete) {
      const { chunks, length } = this.#body;
      this.#resolve({ status: this.status, chunks, length });
    }
  }
}

class SizedBody {
  chunks = [];
  length = 0;
  #size;

  constructor(size) {
    this.#size = size;
  }

  add(data) {
    if (data.length) {
      this.chunks.push(data);
      this.length += data.length;
    }
  }

  get complete() {
    return this.length >= this.#size;
  }
}

class ChunkedBody {
  chunks = [];
  length = 0;
  complete = false;
  #rest = Buffer.alloc(0);
  #wanted = 0;

  constructor(header) {
    if (!/^transfer-encoding: *chunked/im.test(header)) {
      throw new Error(`a reply without a length:\n${header}`);
    }
  }

  add(data) {
    this.#rest = this.#rest.length ? Buffer.concat([this.#rest, data]) : data;
    while (this.#rest.length && !this.complete) {
      if (!(this.#wanted ? this.#takeData() : this.#takeSize())) {
        return;
      }
    }
  }

  /** A chunk's size line, which also follows the line end of the chunk before. */
  #takeSize() {
    const start = this.#rest[0] === 13 ? 2 : 0;
    const end = this.#rest.indexOf('\r\n', start);
    if (end < 0) {
      return false;
    }
    this.#wanted = parseInt(this.#rest.toString('latin1', start, end), 16);
    this.complete = this.#wanted === 0;
    this.#rest = this.#rest.subarray(end + 2);
    return true;
  }

  #takeData() {
    const data = this.#rest.subarray(0, this.#wanted);
    this.chunks.push(data);
    this.length += data.length;
    this.#wanted -= data.length;
    this.#rest = this.#rest.subarray(data.length);
    return true;
  }
}
