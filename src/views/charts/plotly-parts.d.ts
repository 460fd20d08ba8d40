declare module 'plotly.js/lib/core' {
  import type * as Plotly from 'plotly.js';

  const core: typeof Plotly & { register(parts: unknown[]): void };
  export default core;
}

declare module 'plotly.js/lib/parcoords' {
  const trace: unknown;
  export default trace;
}

declare module 'plotly.js/lib/scatter' {
  const trace: unknown;
  export default trace;
}
