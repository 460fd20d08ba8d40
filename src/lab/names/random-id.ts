/**
 * Whether a cell's id was drawn at random, as JupyterLab, VS Code and nbformat do it. One that somebody
 * wrote, such as `imports` or `cell-1`, may stand in many notebooks that have nothing in common.
 */
export function isRandomId(id: string): boolean {
  return /^[\da-f]{8}(-|$)/.test(id) || !/^[a-z_-]*\d*$/i.test(id);
}
