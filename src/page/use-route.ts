import { useEffect, useState } from 'react';
import { formatRoute, parseRoute, type Route } from './routes.js';

type RouteControl = {
  route: Route;
  /** Go somewhere else; the way back leads here. */
  open(route: Route): void;
  /** Write down a change of the place that one is at. */
  update(route: Route): void;
};

/** The page's place, which is its address. */
export function useRoute(): RouteControl {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const onHashChange = () => setRoute(parseRoute(location.hash));
    addEventListener('hashchange', onHashChange);
    return () => removeEventListener('hashchange', onHashChange);
  }, []);

  return {
    route,
    open: next => {
      location.hash = formatRoute(next);
    },
    update: next => {
      history.replaceState(null, '', formatRoute(next));
      setRoute(next);
    }
  };
}
