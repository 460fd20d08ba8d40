import type { FastifyInstance } from 'fastify';
import { createApp } from '../server/app.js';
import { readConfig } from '../server/config.js';
import { createContext } from '../server/context.js';
import { openTestExecutor } from './test-executor.js';

export interface TestReply {
  status: number;
  contentType: string;
  // Tests read replies as a client would: without knowing their type.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** A server over a database of its own, called without a socket. */
export class TestServer {
  static start(...flags: string[]): Promise<TestServer> {
    return TestServer.startWith({}, ...flags);
  }

  static async startWith(
    environment: NodeJS.ProcessEnv,
    ...flags: string[]
  ): Promise<TestServer> {
    const config = readConfig(
      ['server', '--log-level', 'silent', ...flags],
      environment
    );
    const executor = await openTestExecutor();
    const context = await createContext(config, { executor });
    return new TestServer(createApp(context));
  }

  private constructor(readonly app: FastifyInstance) {}

  get(path: string, query: Record<string, string | string[]> = {}) {
    return this.#call('GET', path, { query });
  }

  post(path: string, body: object = {}) {
    return this.#call('POST', path, { body });
  }

  patch(path: string, body: object = {}) {
    return this.#call('PATCH', path, { body });
  }

  delete(path: string, body: object = {}) {
    return this.#call('DELETE', path, { body });
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.app.context.executor.close();
  }

  async #call(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    options: { query?: Record<string, string | string[]>; body?: object }
  ): Promise<TestReply> {
    const reply = await this.app.inject({
      method,
      url: path.startsWith('/') ? path : `/api/2.0/mlflow/${path}`,
      query: options.query,
      payload: options.body,
      headers: { host: 'localhost' }
    });
    const contentType = String(reply.headers['content-type'] ?? '');
    return {
      status: reply.statusCode,
      contentType,
      body: contentType.startsWith('application/json')
        ? reply.json()
        : reply.body
    };
  }
}
