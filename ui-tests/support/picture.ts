import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';

const IMAGES = path.join(import.meta.dirname, '..', '..', 'docs', 'images');
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
  private readonly _folder = mkdtempSync(
    path.join(process.env.TRACKBOOK_UI_FOLDER!, 'film-')
  );
  private readonly _frames: string[] = [];

  constructor(private readonly _page: Page) {}

  async show(milliseconds: number): Promise<void> {
    const file = path.join(this._folder, `${this._frames.length}.png`);
    await this._page.screenshot({ path: file });
    this._frames.push(`${milliseconds}:${file}`);
  }

  save(name: string): void {
    const film = path.join(IMAGES, `${name}.gif`);
    execFileSync('python', [TO_GIF, film, ...this._frames]);
  }
}
