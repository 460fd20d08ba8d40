const OPTION = /^-{1,2}([A-Za-z][\w-]*)(?:=(\S+))?\s*/;

/** Takes options such as `-n 10 -q` off the front; those in `valued` are followed by a value. */
export const takeOptions = (
  text: string,
  valued: string
): {
  flags: Set<string>;
  values: Record<string, string | undefined>;
  rest: string;
} => {
  const flags = new Set<string>();
  const values: Record<string, string | undefined> = {};
  let rest = text;
  for (;;) {
    const [whole, name, given] = OPTION.exec(rest) ?? [];
    if (whole === undefined) {
      return { flags, values, rest };
    }
    rest = rest.slice(whole.length);
    const letter = name[0];
    if (given !== undefined) {
      values[name] = given;
    } else if (whole.startsWith('--') || !valued.includes(letter)) {
      flags.add(name);
    } else if (name.length > 1) {
      values[letter] = name.slice(1);
    } else {
      const [word = ''] = /^\S+/.exec(rest) ?? [];
      // `-i a -i b` names both.
      values[letter] = values[letter] ? `${values[letter]},${word}` : word;
      rest = rest.slice(word.length).trimStart();
    }
  }
};
