/**
 * Answers every request at once without looking into it: what the load
 * generator reaches here is its ceiling, whatever stands behind a server.
 */
import net from 'node:net';

const REPLY = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';

const server = net.createServer({ noDelay: true }, socket => {
  let missing = 0;
  socket.on('data', data => {
    if (missing === 0) {
      const end = data.indexOf('\r\n\r\n') + 4;
      const header = data.toString('latin1', 0, end);
      missing = Number(/content-length: (\d+)/i.exec(header)[1]) + end;
    }
    missing -= data.length;
    if (missing === 0) {
      socket.write(REPLY);
    }
  });
  socket.on('error', () => socket.destroy());
});

server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`${server.address().port}\n`)
);
// The benchmark holds the other end; when it is gone, so is this.
process.stdin.resume().on('end', () => process.exit());
