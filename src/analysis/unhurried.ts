const BREATH_MS = 10;

/** The items one by one, with a pause now and then, in which a page can answer its user. */
export async function* unhurried<T>(items: Iterable<T>): AsyncGenerator<T> {
  let lastPause = performance.now();
  for (const item of items) {
    yield item;
    if (performance.now() - lastPause > BREATH_MS) {
      await new Promise(resolve => setTimeout(resolve));
      lastPause = performance.now();
    }
  }
}
