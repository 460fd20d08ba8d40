import { LabIcon } from '@jupyterlab/ui-components';

const svg = (body: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">${body}</svg>`;

/** An open book whose right page carries a rising curve. */
export const trackbookIcon = new LabIcon({
  name: 'trackbook:book',
  svgstr: svg(
    `<g class="jp-icon3" fill="none" stroke="#616161" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">
      <path d="M12 6.2C10 4.6 7 4.2 3 4.4v14c4-.2 7 .2 9 1.8 2-1.6 5-2 9-1.8v-14c-4-.2-7 .2-9 1.8z" fill="none"/>
      <path d="M12 6.2v14" fill="none"/>
      <path d="M14.6 14.6l1.8-2.6 1.4 1.4 1.6-3.4" fill="none"/>
    </g>`
  )
});

/** A target: run this cell and keep the run. */
export const trackIcon = new LabIcon({
  name: 'trackbook:track',
  svgstr: svg(
    `<g class="jp-icon3" stroke="#616161" stroke-width="2"><circle cx="12" cy="12" r="8" fill="none"/></g>
    <circle cx="12" cy="12" r="4" fill="var(--jp-error-color1)"/>`
  )
});

export const discardIcon = new LabIcon({
  name: 'trackbook:discard',
  svgstr: svg(
    `<g class="jp-icon3" fill="none" stroke="#616161" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round">
      <path d="M4.5 7h15M9.5 7V4h5v3M7 7l.8 13h8.4L17 7" fill="none"/>
    </g>`
  )
});

export const recordIcon = new LabIcon({
  name: 'trackbook:record',
  svgstr: svg('<circle cx="12" cy="12" r="7" fill="var(--jp-error-color1)"/>')
});

export const stopIcon = new LabIcon({
  name: 'trackbook:stop',
  svgstr: svg(
    '<rect x="5.5" y="5.5" width="13" height="13" rx="2" fill="var(--jp-error-color1)"/>'
  )
});

export const runsIcon = new LabIcon({
  name: 'trackbook:runs',
  svgstr: svg(
    `<g class="jp-icon3" fill="none" stroke="#616161" stroke-width="1.9" stroke-linecap="round">
      <path d="M9 6h11M9 12h11M9 18h11" fill="none"/>
    </g>
    <g class="jp-icon3" fill="#616161"><circle cx="4.6" cy="6" r="1.6"/><circle cx="4.6" cy="12" r="1.6"/><circle cx="4.6" cy="18" r="1.6"/></g>`
  )
});

export const compareIcon = new LabIcon({
  name: 'trackbook:compare',
  svgstr: svg(
    `<g class="jp-icon3" fill="none" stroke="#616161" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round">
      <path d="M5 20v-9M12 20V4M19 20v-6" fill="none"/>
    </g>`
  )
});

export const registryIcon = new LabIcon({
  name: 'trackbook:registry',
  svgstr: svg(
    `<g class="jp-icon3" fill="none" stroke="#616161" stroke-width="1.8" stroke-linejoin="round">
      <path d="M12 3l8 4.5v9L12 21l-8-4.5v-9z" fill="none"/>
      <path d="M4 7.5l8 4.5 8-4.5M12 12v9" fill="none"/>
    </g>`
  )
});
