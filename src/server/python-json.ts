/**
 * JSON as Python's `json.dumps` writes it: spaced, and in ASCII. Where MLflow keeps JSON in tags and
 * tokens, clients see the text itself.
 */
export const toPythonJson = (value: unknown): string => {
  if (Array.isArray(value)) {
    return `[${value.map(toPythonJson).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .map(([key, field]) => `${toPythonJson(key)}: ${toPythonJson(field)}`);
    return `{${fields.join(', ')}}`;
  }
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, escaped);
};

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
