import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';

const IMAGES = path.join(import.meta.dirname, '..', '..', 'docs', 'images');
const POINTER = 'trackbook-film-pointer';
const TO_GIF = path.join(import.meta.dirname, 'frames_to_gif.py');

/** Renews a picture of the documentation, when pictures are asked for. */
export async function takePicture(
  target: Page | Locator,
  name: string,
  clip?: { x: number; y: number; width: number; height: number }
): Promise<void> {
  if (process.env.TRACKBOOK_SCREENSHOTS) {
    const options = { path: path.join(IMAGES, `${name}.png`), clip };
    await (target as Page).screenshot(options);
  }
}

/** A short film of the documentation: pictures of the page, each with the time that it is shown. */
export class Film {
  /** Begins a film that shows where the mouse is, which Playwright's pictures leave out. */
  static async of(page: Page): Promise<Film> {
    await page.evaluate(pointerId => {
      const pointer = document.createElement('div');
      pointer.id = pointerId;
      pointer.style.cssText =
        'position:fixed;z-index:99999;width:14px;height:14px;margin:0;padding:0;border-radius:50%;' +
        'background:rgb(255 140 0 / 60%);border:2px solid rgb(200 90 0);pointer-events:none;' +
        'inset:auto;transform:translate(-50%,-50%)';
      // Above dialogs, too, which are above all that is no popover.
      pointer.popover = 'manual';
      document.body.append(pointer);
      document.addEventListener('mousemove', ({ clientX, clientY }) => {
        pointer.style.left = `${clientX}px`;
        pointer.style.top = `${clientY}px`;
      });
    }, POINTER);
    return new Film(page);
  }

  private readonly _folder = mkdtempSync(
    path.join(process.env.TRACKBOOK_UI_FOLDER!, 'film-')
  );
  private readonly _frames: string[] = [];

  private constructor(private readonly _page: Page) {}

  async show(milliseconds: number): Promise<void> {
    const file = path.join(this._folder, `${this._frames.length}.png`);
    await this._showPointer(true);
    await this._page.screenshot({ path: file });
    await this._showPointer(false);
    this._frames.push(`${milliseconds}:${file}`);
  }

  /** Clicks, after a picture of what is going to be clicked. */
  async click(target: Locator): Promise<void> {
    await target.hover();
    await this.show(900);
    await target.click();
  }

  save(name: string): void {
    const film = path.join(IMAGES, `${name}.gif`);
    execFileSync('python', [TO_GIF, film, ...this._frames]);
  }

  private async _showPointer(isShown: boolean): Promise<void> {
    await this._page.locator(`#${POINTER}`).evaluate((pointer, isShown) => {
      if (isShown) {
        (pointer as HTMLElement).showPopover();
      } else {
        (pointer as HTMLElement).hidePopover();
      }
    }, isShown);
  }
}
