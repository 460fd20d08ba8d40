import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../common/translation.js';
import { onThemeChange, themeOf } from './chart-theme.js';
import { chartConfig, type ChartTheme, type Figure } from './figure.js';

type PlotlyChartProps = {
  /** What the chart shows, for those who cannot see it. */
  label: string;
  height: number;
  /** Must keep its identity while the figure stays the same. */
  figure(theme: ChartTheme): Figure;
  onPoint?(customData: unknown): void;
};

/** Draws any figure; Plotly itself is loaded with the first one. */
export function PlotlyChart({
  label,
  height,
  figure,
  onPoint
}: PlotlyChartProps) {
  const trans = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const [error, setError] = useState<Error | null>(null);
  const [isDrawn, setIsDrawn] = useState(false);

  useEffect(() => {
    const node = element.current!;
    let isCurrent = true;
    const draw = async () => {
      const { default: Plotly } = await import('./plotly.js');
      if (isCurrent) {
        const { data, layout } = figure(themeOf(node));
        await Plotly.react(node, data, layout, chartConfig);
        setIsDrawn(true);
      }
    };
    const drawAgain = () => void draw().catch(setError);
    drawAgain();
    const stop = onThemeChange(drawAgain);
    return () => {
      isCurrent = false;
      stop();
    };
  }, [figure]);

  useEffect(() => {
    const node = element.current!;
    return () => {
      void import('./plotly.js').then(({ default: Plotly }) =>
        Plotly.purge(node)
      );
    };
  }, []);

  useResize(element, isDrawn);
  usePointClick(element, isDrawn, onPoint);

  return (
    <div className="jp-TrackbookChart" style={{ height }}>
      {error && (
        <p role="alert">
          {trans.__('The chart could not be drawn: %1', error.message)}
        </p>
      )}
      {!isDrawn && !error && <div className="jp-TrackbookSkeleton" />}
      <div
        ref={element}
        className="jp-TrackbookChart-plot"
        role="group"
        aria-label={label}
      />
    </div>
  );
}

type ElementRef = { readonly current: HTMLDivElement | null };

/** A panel of JupyterLab changes its size without the window's knowing. */
function useResize(element: ElementRef, isDrawn: boolean): void {
  useEffect(() => {
    const node = element.current;
    if (!node || !isDrawn) {
      return;
    }
    const observer = new ResizeObserver(() => {
      if (node.offsetWidth > 0) {
        void import('./plotly.js').then(({ default: Plotly }) =>
          Plotly.Plots.resize(node)
        );
      }
    });
    observer.observe(node);
    return () => observer.disconnect();
  }, [element, isDrawn]);
}

type PlotlyElement = HTMLDivElement & {
  on?(
    event: 'plotly_click',
    listener: (event: { points: { customdata?: unknown }[] }) => void
  ): void;
  removeAllListeners?(event: string): void;
};

function usePointClick(
  element: ElementRef,
  isDrawn: boolean,
  onPoint: ((customData: unknown) => void) | undefined
): void {
  useEffect(() => {
    const node = element.current as PlotlyElement | null;
    if (!node || !isDrawn || !onPoint) {
      return;
    }
    node.on?.('plotly_click', event => {
      const data = event.points[0]?.customdata;
      if (data !== undefined) {
        onPoint(data);
      }
    });
    return () => node.removeAllListeners?.('plotly_click');
  }, [element, isDrawn, onPoint]);
}
