import { bare } from './bare.mjs';
import { fasttrackml } from './fasttrackml.mjs';
import { mlflow } from './mlflow.mjs';
import { trackbook } from './trackbook.mjs';

/** Trackbook first: the others are what it is compared with. */
export async function allContenders() {
  const all = [trackbook(), mlflow(), await fasttrackml(), bare()];
  return all.filter(contender => contender !== null);
}
