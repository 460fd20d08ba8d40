/**
 * Takes secrets out of source before it is stored or sent, by the rules of the hook in Python kernels
 * (`trackbook/kernel/masking.py`); both are tested with the same cases.
 */
export const MASK = '***masked***';

const SECRET_WORDS = new Set([
  ...['password', 'passwd', 'passphrase', 'pwd', 'secret', 'token', 'apikey'],
  ...['credential', 'credentials', 'auth', 'authorization', 'bearer', 'dsn']
]);
const SECRET_PAIRS = new Set([
  ...['api key', 'access key', 'private key', 'account key'],
  'connection string'
]);

// A pass over the source takes time in proportion to its length: each pattern begins where a word does.
const NAME =
  /(?<![\p{L}\p{N}_-])(?=[\p{L}\p{N}_])[\p{L}\p{N}_-]*?(?:pass|pwd|secret|token|key|cred|auth|bearer|dsn|string)[\p{L}\p{N}_-]*/giu;
// name = "…", name: str = "…", {"name": "…"}, x["name"] = "…", f(name="…"), setenv("NAME", "…"), name <- "…"
const STRING_OF_NAME =
  /["']?\]?\s*(?::\s*[\w.[\]]+\s*=(?!=)|=(?!=)|<{1,2}-|:|,)\s*[rbufRBUF]{0,2}(?<quote>"""|'''|"|')(?<text>(?:\\.|(?!\k<quote>).)*)\k<quote>/dsy;
// %env NAME=…, !tool --name …
const SHELL_LINE = /^\s*[%!].*$/gm;
const SHELL_VALUE =
  /(?<before>(?:--(?<flag>[\w-]+)[= ]|(?<name>\w+)=))(?<text>[^\s"'({$]{4,})/g;
const IN_URL = /(?<before>\w:\/\/[^\s:/@"']*:)(?<text>[^\s@/"']+)(?=@)/g;
const LONG_WORD = /(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_=-]{20,}(?=["' &\\])/g;
const WORDS = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g;
const BEFORE_KEY = `"' =:`;
const SHORTEST_KEY = 20;
const LONGEST_KEY = 512;
const LONGEST_NAME = 200;

/** The source with each string that looks like a secret replaced by MASK. */
export function maskSecrets(source: string): string {
  return maskNamedStrings(source)
    .replace(SHELL_LINE, line => line.replace(SHELL_VALUE, maskValue))
    .replace(IN_URL, (_, before: string) => before + MASK)
    .replace(LONG_WORD, maskRandom);
}

function maskNamedStrings(source: string): string {
  let masked = '';
  let done = 0;
  for (const { 0: name, index } of source.matchAll(NAME)) {
    if (index < done || !namesSecret(name.slice(-LONGEST_NAME))) {
      continue;
    }
    STRING_OF_NAME.lastIndex = index + name.length;
    const [start, end] =
      STRING_OF_NAME.exec(source)?.indices!.groups!.text ?? [];
    if (start !== end) {
      masked += source.slice(done, start) + MASK;
      done = end!;
    }
  }
  return masked + source.slice(done);
}

function maskValue(
  whole: string,
  before: string,
  flag: string | undefined,
  name: string | undefined
): string {
  return namesSecret(flag ?? name ?? '') ? before + MASK : whole;
}

function namesSecret(name: string): boolean {
  const words = (name.match(WORDS) ?? []).map(word => word.toLowerCase());
  return words.some(
    (word, i) =>
      SECRET_WORDS.has(word) || SECRET_PAIRS.has(`${word} ${words[i + 1]}`)
  );
}

/** A key stands by itself in quotes, or at the end of NAME=… */
function maskRandom(word: string, offset: number, source: string): string {
  let start = 0;
  if (offset > 0 && !BEFORE_KEY.includes(source[offset - 1])) {
    start = word.indexOf('=') + 1;
    if (!start || word.length - start < SHORTEST_KEY) {
      return word;
    }
  }
  return looksRandom(word.slice(start, start + LONGEST_KEY))
    ? word.slice(0, start) + MASK
    : word;
}

/** Keys mix cases and digits without pattern; names, paths, ids and hex digests do not. */
function looksRandom(word: string): boolean {
  const digits = word.match(/\d/g)?.length ?? 0;
  const isMixedCase = /[a-z]/.test(word) && /[A-Z]/.test(word);
  return digits >= 2 && isMixedCase && entropy(word) > 3.7;
}

/** Shannon entropy in bits per character. */
function entropy(word: string): number {
  const counts = new Map<string, number>();
  for (const character of word) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return [...counts.values()]
    .map(count => count / word.length)
    .reduce((sum, share) => sum - share * Math.log2(share), 0);
}
