const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** A Content-Disposition that saves the body under `name`, whatever characters it has. */
export const attachment = (name: string): string => {
  const ascii = name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .trim();
  const plain = `attachment; filename=${quoteUnlessToken(ascii || 'download')}`;
  return ascii === name ? plain : `${plain}; filename*=UTF-8''${encode(name)}`;
};

const quoteUnlessToken = (text: string) =>
  TOKEN.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;

/** `encodeURIComponent` leaves a few characters that this header must not contain. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(
    /['()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  );
