/**
 * Ten colours that stay apart for colour-blind eyes and show on white as on
 * black; beyond ten, lines change their dashes.
 */
const COLOURS = [
  '#2f7ed8',
  '#e07b00',
  '#169c77',
  '#b04fc4',
  '#d9434e',
  '#1799b5',
  '#8a8410',
  '#e0629f',
  '#8c6239',
  '#70809a'
];

const DASHES = ['solid', 'dash', 'dot', 'dashdot'] as const;

/** The colour of the run at a place in a list, the same in tables and charts. */
export function runColour(index: number): string {
  return COLOURS[index % COLOURS.length];
}

export function runDash(index: number): (typeof DASHES)[number] {
  return DASHES[Math.floor(index / COLOURS.length) % DASHES.length];
}

type ColourScale = [number, string][];

/**
 * Cividis: even to the eye, and the same to colour-blind ones; without the end
 * that the background would swallow.
 */
export const ON_LIGHT: ColourScale = [
  [0, '#00224e'],
  [0.25, '#3b496c'],
  [0.5, '#6b6d73'],
  [0.75, '#958f78'],
  [1, '#cfb85c']
];

export const ON_DARK: ColourScale = [
  [0, '#4a6fb5'],
  [0.25, '#7d8798'],
  [0.5, '#a39c86'],
  [0.75, '#d0ba66'],
  [1, '#ffea46']
];
