/** The filter for runs of a notebook. */
export function madeBy(notebook: string): string {
  const quote = notebook.includes("'") ? '"' : "'";
  return `tags.\`trackbook.notebook\` = ${quote}${notebook}${quote}`;
}
