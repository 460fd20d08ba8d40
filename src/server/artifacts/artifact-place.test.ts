import { parseArtifactPlace, pathWithin } from './artifact-place.js';

const within = (root: string, uri: string) =>
  pathWithin(parseArtifactPlace(root)!, parseArtifactPlace(uri)!);

describe('a place', () => {
  it.each([
    ['s3://bucket', { kind: 's3', bucket: 'bucket', prefix: '' }],
    ['s3://bucket/', { kind: 's3', bucket: 'bucket', prefix: '' }],
    ['S3://bucket//a/b/', { kind: 's3', bucket: 'bucket', prefix: 'a/b' }],
    ['s3://b/a b%20c', { kind: 's3', bucket: 'b', prefix: 'a b%20c' }],
    ['/data/x/', { kind: 'local', folder: '/data/x' }],
    ['file:///data/a%20b', { kind: 'local', folder: '/data/a b' }]
  ])('is read from %s', (uri, place) => {
    expect(parseArtifactPlace(uri)).toEqual(place);
  });

  it.each([
    's3://',
    's3:///key',
    'gs://bucket/x',
    'hdfs://host/x',
    'file://host/x',
    'file:///a%2Fb'
  ])('is not %s', uri => {
    expect(parseArtifactPlace(uri)).toBeUndefined();
  });
});

describe('the way from a root', () => {
  it.each([
    ['s3://b/root', 's3://b/root', ''],
    ['s3://b/root', 's3://b/root/1/x', '1/x'],
    ['s3://b', 's3://b/1', '1'],
    ['/data', '/data', ''],
    ['/data', 'file:///data/1/x', '1/x'],
    ['/data', '/data/a/../b', 'b'],
    ['/data', '/data/..x', '..x']
  ])('%s leads to %s', (root, uri, path) => {
    expect(within(root, uri)).toBe(path);
  });

  it.each([
    ['s3://b/root', 's3://b/rootless'],
    ['s3://b/root', 's3://b/other'],
    ['s3://b/root', 's3://c/root/x'],
    ['s3://b/root', 's3://b/root/../other'],
    ['s3://b/root', 's3://b/ro%6ft/x'],
    ['s3://b/root', '/root'],
    ['/data', '/database'],
    ['/data', '/data/../etc'],
    ['/data', 'file:///data/%2e%2e/etc'],
    ['/data', 's3://data/x']
  ])('%s does not lead to %s', (root, uri) => {
    expect(within(root, uri)).toBeUndefined();
  });
});
