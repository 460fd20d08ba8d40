import type { ChartTheme } from './figure.js';

/** The colours that hold where an element stands, from JupyterLab's variables. */
export function themeOf(element: HTMLElement): ChartTheme {
  const style = getComputedStyle(element);
  const read = (name: string, otherwise: string) =>
    style.getPropertyValue(name).trim() || otherwise;
  return {
    text: read('--jp-ui-font-color1', '#222'),
    mutedText: read('--jp-ui-font-color2', '#666'),
    grid: read('--jp-border-color2', '#ddd'),
    background: read('--jp-layout-color1', '#fff'),
    isDark: isLight(style.color),
    font: read('--jp-ui-font-family', 'sans-serif')
  };
}

/** Whether a computed colour, such as that of text, is a light one. */
function isLight(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(
    Number
  );
  return 0.3 * red + 0.59 * green + 0.11 * blue > 140;
}

/** Call back when light becomes dark, by JupyterLab's theme or by the system's. */
export function onThemeChange(callback: () => void): () => void {
  const observer = new MutationObserver(callback);
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ['data-jp-theme-light', 'data-jp-theme-name']
  });
  const preference = matchMedia('(prefers-color-scheme: dark)');
  preference.addEventListener('change', callback);
  return () => {
    observer.disconnect();
    preference.removeEventListener('change', callback);
  };
}
