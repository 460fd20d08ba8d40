const LINE = /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(.*)$/;

/** The packages of a requirements file with their versions, under the names that pip compares. */
export const parseRequirements = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split('\n').flatMap(line => {
      const [, name, rest] = LINE.exec(line.trim()) ?? [];
      return name === undefined
        ? []
        : [[normalized(name), rest.replace(/^==\s*/, '')]];
    })
  );

const normalized = (name: string): string =>
  name.toLowerCase().replace(/[-_.]+/g, '-');
