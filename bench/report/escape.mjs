const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for HTML and SVG. */
export const escape = text =>
  String(text).replace(/[&<>"]/g, character => ENTITIES[character]);
