import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';

// Above those of the Python tests, below those that systems give to outgoing connections.
const [FIRST, END] = [22_240, 32_768];

/**
 * A port of loopback that nobody listens on. Where the system chooses (port 0), it may give the
 * same port to another process or to an outgoing connection before the server that is being
 * started has bound it.
 *
 * @returns {Promise<number>}
 */
export async function freePort() {
  const port = randomInt(FIRST, END);
  const probe = net.createServer().listen(port, '127.0.0.1');
  const isFree = await once(probe, 'listening').then(
    () => true,
    () => false
  );
  if (!isFree) {
    return freePort();
  }
  probe.close();
  await once(probe, 'close');
  return port;
}
