import { expect, type Locator, type Page } from '@playwright/test';

/** Trackbook's side panel, as a user sees it. */
export class TrackbookPanel {
  readonly root: Locator;
  readonly experiment: Locator;
  readonly capture: Locator;
  readonly runs: Locator;
  readonly server: Locator;

  constructor(private readonly _page: Page) {
    this.root = _page.locator('#trackbook-side-panel');
    this.experiment = this.root.locator('.jp-TrackbookExperiment-button');
    this.capture = this.root.locator('.jp-TrackbookCapture');
    this.runs = this.root.locator('.jp-TrackbookRunRow');
    this.server = this.root.locator('.jp-TrackbookPanel-server');
  }

  /** Show the panel, whatever it has to say. */
  async show(): Promise<void> {
    const tab = this._page.getByRole('tab', { name: 'Trackbook' });
    // A layout that is still being restored may take the panel away again.
    await expect(async () => {
      if (!(await this.root.isVisible())) {
        await tab.click();
      }
      await expect(this.root).toBeVisible({ timeout: 1000 });
    }).toPass();
  }

  /** Show the panel and wait until the server's news arrive. */
  async open(): Promise<void> {
    await this.show();
    await expect(this.server).toHaveAttribute('data-state', 'live');
  }

  /** Wait until the hook in the notebook's kernel has answered. */
  async waitForKernel(): Promise<void> {
    await expect(this.capture).toHaveAttribute('data-state', 'ready');
  }

  async trackCell(): Promise<void> {
    await this.capture.getByRole('button', { name: 'Track cell' }).click();
  }

  run(name: string | RegExp): Locator {
    return this.runs.filter({
      has: this._page.locator('.jp-TrackbookRunRow-name', { hasText: name })
    });
  }

  async openRun(name: string | RegExp): Promise<void> {
    await this.run(name).locator('.jp-TrackbookRunRow-open').click();
  }

  async createExperiment(name: string): Promise<void> {
    await this.experiment.click();
    await this.root.getByLabel('Find or create an experiment').fill(name);
    await this.root.getByRole('option', { name: `Create “${name}”` }).click();
    await expect(this.experiment).toContainText(name);
  }

  async chooseExperiment(name: string): Promise<void> {
    await this.experiment.click();
    await this.root.getByRole('option', { name }).click();
    await expect(this.experiment).toContainText(name);
  }

  async quickLog(
    kind: 'Metric' | 'Param' | 'Tag',
    key: string,
    value: string
  ): Promise<void> {
    const form = this.root.getByRole('form', { name: 'Quick log' });
    await form.getByRole('button', { name: kind }).click();
    await form.getByLabel('Name').fill(key);
    await form.getByLabel('Value').fill(value);
    await form.getByRole('button', { name: 'Log', exact: true }).click();
  }
}
