/** A ZIP archive of texts by their names, which are not compressed: they are few and short. */
export const zip = (
  files: readonly (readonly [name: string, text: string])[],
  time: Date
): Uint8Array<ArrayBuffer> => {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, text] of files) {
    const [path, content] = [encoded(name), encoded(text)];
    const entry = describe(path, content, time);
    directory.push(
      fields([0x02014b50, 4], [20, 2]),
      entry,
      // No comment; on the first disk; a file, of which no more is known.
      fields([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]),
      path
    );
    const local = [fields([0x04034b50, 4]), entry, path, content];
    parts.push(...local);
    offset += sizeOf(local);
  }
  const size = sizeOf(directory);
  const count = files.length;
  return joined([
    ...parts,
    ...directory,
    fields([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2]),
    fields([size, 4], [offset, 4], [0, 2])
  ]);
};

/** What stands both before a file and in the directory at the end. */
const describe = (path: Uint8Array, content: Uint8Array, time: Date) =>
  fields(
    [20, 2],
    // Names are UTF-8; contents are stored as they are.
    [1 << 11, 2],
    [0, 2],
    [
      (time.getHours() << 11) |
        (time.getMinutes() << 5) |
        (time.getSeconds() >> 1),
      2
    ],
    [
      ((time.getFullYear() - 1980) << 9) |
        ((time.getMonth() + 1) << 5) |
        time.getDate(),
      2
    ],
    [crc32(content), 4],
    [content.length, 4],
    [content.length, 4],
    [path.length, 2],
    [0, 2]
  );

/** Numbers in so many bytes, the lowest first. */
const fields = (...values: [value: number, bytes: 2 | 4][]): Uint8Array => {
  const size = values.reduce((sum, [, bytes]) => sum + bytes, 0);
  const view = new DataView(new ArrayBuffer(size));
  let at = 0;
  for (const [value, bytes] of values) {
    if (bytes === 2) {
      view.setUint16(at, value, true);
    } else {
      view.setUint32(at, value, true);
    }
    at += bytes;
  }
  return new Uint8Array(view.buffer);
};

const crc32 = (content: Uint8Array): number => {
  let crc = ~0;
  for (const byte of content) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return ~crc >>> 0;
};

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

const sizeOf = (parts: readonly Uint8Array[]): number =>
  parts.reduce((sum, { length }) => sum + length, 0);

const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(sizeOf(parts));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};
