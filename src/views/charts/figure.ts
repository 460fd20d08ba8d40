import type { Config, Data, Layout } from 'plotly.js';

/** What Plotly draws; charts are functions that make one. */
export type Figure = { data: Data[]; layout: Partial<Layout> };

/** Colours of the theme that a chart stands in. */
export type ChartTheme = {
  text: string;
  mutedText: string;
  grid: string;
  background: string;
  isDark: boolean;
  font: string;
};

export const chartConfig: Partial<Config> = {
  responsive: true,
  displaylogo: false,
  showSendToCloud: false,
  plotlyServerURL: '',
  modeBarButtonsToRemove: ['lasso2d', 'select2d', 'autoScale2d']
};

/** What all charts have in common. */
export function baseLayout(theme: ChartTheme): Partial<Layout> {
  return {
    autosize: true,
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: theme.font, size: 12, color: theme.text },
    margin: { l: 56, r: 16, t: 16, b: 44 },
    showlegend: false,
    modebar: { bgcolor: 'rgba(0,0,0,0)' },
    hoverlabel: {
      bgcolor: theme.background,
      bordercolor: theme.grid,
      font: { color: theme.text, family: theme.font, size: 12 }
    }
  };
}

export function baseAxis(theme: ChartTheme, title: string) {
  return {
    title: { text: title, font: { color: theme.mutedText, size: 12 } },
    gridcolor: theme.grid,
    linecolor: theme.grid,
    zerolinecolor: theme.grid,
    tickfont: { color: theme.mutedText },
    automargin: true
  } as const;
}
