import { TextEncoder } from 'node:util';

/** What the views need of a browser and jsdom does not have. */
export function completeBrowser(): void {
  class Observer {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  Object.assign(globalThis, { ResizeObserver: Observer, TextEncoder });
  // Virtualised rows exist only where there is room for them.
  for (const side of ['clientWidth', 'clientHeight']) {
    Object.defineProperty(HTMLElement.prototype, side, {
      configurable: true,
      get: () => 600
    });
  }
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
}
