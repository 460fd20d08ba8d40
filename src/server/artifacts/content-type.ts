import { extname } from 'node:path';

/** Shown as plain text whatever it is, so that no browser runs it. */
const TEXT_EXTENSIONS = new Set(
  (
    'txt log err cfg conf cnf cf ini properties prop hocon toml yaml yml xml json js py py3 ' +
    'csv tsv md rst ipynb MLmodel MLproject'
  ).split(' ')
);

const CONTENT_TYPES = new Map(
  Object.entries({
    avi: 'video/x-msvideo',
    bmp: 'image/bmp',
    css: 'text/css',
    gif: 'image/gif',
    gz: 'application/gzip',
    htm: 'text/html',
    html: 'text/html',
    ico: 'image/vnd.microsoft.icon',
    jpeg: 'image/jpeg',
    jpg: 'image/jpeg',
    mov: 'video/quicktime',
    mp3: 'audio/mpeg',
    mp4: 'video/mp4',
    pdf: 'application/pdf',
    png: 'image/png',
    svg: 'image/svg+xml',
    tar: 'application/x-tar',
    tif: 'image/tiff',
    tiff: 'image/tiff',
    wav: 'audio/x-wav',
    webm: 'video/webm',
    webp: 'image/webp',
    xls: 'application/vnd.ms-excel',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    zip: 'application/zip'
  })
);

/** The type to announce for a file of that name. */
export const contentType = (name: string): string => {
  const extension = extname(name).slice(1) || name;
  return TEXT_EXTENSIONS.has(extension)
    ? 'text/plain'
    : (CONTENT_TYPES.get(extension.toLowerCase()) ??
        'application/octet-stream');
};
