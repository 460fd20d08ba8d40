import type * as z from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One call of the REST API; `path` stands below both `/api` and `/ajax-api`. */
export interface Endpoint<
  Request extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType
> {
  method: Method;
  path: string;
  request: Request;
  reply: Reply;
}

export const endpoint = <Request extends z.ZodType, Reply extends z.ZodType>(
  method: Method,
  path: string,
  request: Request,
  reply: Reply
): Endpoint<Request, Reply> => ({ method, path, request, reply });

export type RequestOf<E extends Endpoint> = z.output<E['request']>;
export type ReplyOf<E extends Endpoint> = z.output<E['reply']>;
