import { resolve } from 'node:path';
import { storeLocation } from './store-location.js';

describe('storeLocation', () => {
  it('finds a SQLite file', () => {
    expect(storeLocation()).toEqual({
      kind: 'sqlite',
      path: resolve('trackbook.db')
    });
    expect(storeLocation('sqlite:////data/a.db')).toEqual({
      kind: 'sqlite',
      path: '/data/a.db'
    });
  });

  it.each(['postgres', 'postgresql', 'postgresql+psycopg2'])(
    'takes %s:// for PostgreSQL',
    scheme => {
      expect(storeLocation(`${scheme}://u:p@h:5432/d?sslmode=require`)).toEqual(
        {
          kind: 'postgres',
          url: 'postgresql://u:p@h:5432/d?sslmode=require'
        }
      );
    }
  );

  it('takes a socket folder for a host', () => {
    const uri = 'postgresql:///d?host=/run/postgresql';
    expect(storeLocation(uri)).toEqual({ kind: 'postgres', url: uri });
  });

  it.each(['mysql://u:secret@h/d', 'postgresql://u:secret@h:port/d', 'x'])(
    'refuses %s and keeps its password to itself',
    uri => {
      expect(() => storeLocation(uri)).toThrow(/^The store '.*not supported/);
      expect(() => storeLocation(uri)).not.toThrow(/secret/);
    }
  );
});
