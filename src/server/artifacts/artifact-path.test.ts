import { safeArtifactPath } from './artifact-path.js';

describe('safeArtifactPath', () => {
  it.each([
    ['model/MLmodel', 'model/MLmodel'],
    ['a//b/./c/', 'a/b/c'],
    ['', ''],
    ['.', ''],
    ['with space + plus.txt', 'with space + plus.txt'],
    ['Ünïcode/日本語.png', 'Ünïcode/日本語.png'],
    ['..hidden/...', '..hidden/...'],
    ['50%25.txt', '50%25.txt'],
    // What mlflow's log_image makes: percent signs that are no encoding.
    ['batch%step%2%timestamp%1795.png', 'batch%step%2%timestamp%1795.png']
  ])('takes %j', (path, expected) => {
    expect(safeArtifactPath(path)).toBe(expected);
  });

  it.each([
    '..',
    '../x',
    'a/../../x',
    'a/..',
    '/etc/passwd',
    '%2e%2e/x',
    '%2E%2E%2Fx',
    '%252e%252e/x',
    '%25252e%25252e%25252fx',
    '100%/%2e%2e/x',
    '%2fetc/passwd',
    '..\\x',
    'a\\..\\..\\x',
    '..%5cx',
    '\\\\host\\share',
    'C:\\x',
    'c:/x',
    'file:///etc/passwd',
    'a\0b',
    'a\nb',
    'a#b',
    `%${'25'.repeat(12)}2e`
  ])('refuses %j', path => {
    expect(() => safeArtifactPath(path)).toThrow('Invalid path');
  });
});
