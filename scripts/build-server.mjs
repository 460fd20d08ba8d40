import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values: flags } = parseArgs({
  options: {
    outdir: { type: 'string', default: 'trackbook/server/dist' },
    development: { type: 'boolean', default: false }
  }
});
const { version } = JSON.parse(await readFile('package.json', 'utf8'));

const common = {
  bundle: true,
  format: 'esm',
  minifySyntax: !flags.development,
  minifyWhitespace: !flags.development,
  sourcemap: flags.development && 'inline',
  logLevel: 'warning'
};

const buildServer = async () => {
  const { metafile } = await build({
    ...common,
    metafile: true,
    entryPoints: {
      server: 'src/server/start.ts',
      worker: 'src/server/executor/worker.ts'
    },
    outdir: flags.outdir,
    // What is imported when needed, as the SDK of S3, is not read at every start.
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    target: 'node24',
    // Names in stack traces of a user's report are worth their bytes. Short ones with `keepNames` would
    // cost time: it names each closure anew whenever it is made.
    minifyIdentifiers: false,
    define: { TRACKBOOK_VERSION: JSON.stringify(version) },
    // CommonJS packages inside an ES module still ask for `require`. The name of its maker is one
    // that no package declares.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);"
    }
  });
  await removeOldChunks(new Set(Object.keys(metafile.outputs)));
};

/** Chunks are named by content: those of earlier builds would stay for ever. */
const removeOldChunks = async current => {
  for (const file of await readdir(`${flags.outdir}/chunks`)) {
    const chunk = path.join(flags.outdir, 'chunks', file);
    if (!current.has(path.relative('.', chunk).replaceAll(path.sep, '/'))) {
      await rm(chunk);
    }
  }
};

/** Plotly's core asks for the looks of maps, which the page does not draw. */
const withoutMaps = {
  name: 'without-maps',
  setup({ onLoad }) {
    onLoad({ filter: /maplibre-gl\.css$/ }, () => ({
      contents: '',
      loader: 'css'
    }));
  }
};

const buildPage = async () => {
  const outdir = `${flags.outdir}/page`;
  // Chunks are named by content, so those of earlier builds would stay for ever.
  await rm(outdir, { recursive: true, force: true });
  await build({
    ...common,
    minifyIdentifiers: !flags.development,
    entryPoints: ['src/page/index.tsx'],
    outdir,
    splitting: true,
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    define: {
      'process.env.NODE_ENV': JSON.stringify('production'),
      // Some of Plotly's parts name the global object as Node does.
      global: 'window'
    },
    loader: { '.svg': 'dataurl', '.woff': 'file', '.woff2': 'file' },
    plugins: [withoutMaps]
  });
  for (const file of ['index.html', 'icon.svg']) {
    await cp(`src/page/${file}`, `${outdir}/${file}`);
  }
};

await buildServer();
if (existsSync('src/page/index.tsx')) {
  await buildPage();
}
