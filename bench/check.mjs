import { isDeepStrictEqual } from 'node:util';

/** Stop the benchmark when a server did not store or answer what it should have. */
export function check(server, what, found, expected) {
  if (!isDeepStrictEqual(found, expected)) {
    const show = value => JSON.stringify(value)?.slice(0, 200);
    throw new Error(
      `${server.name}: ${what} is ${show(found)}, expected ${show(expected)}`
    );
  }
}
